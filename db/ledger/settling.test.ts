import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '../uuidv7.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { ledgerOf } from './testing/ledger.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

const { grant, reserve, settle, read, balance, pins } = ledgerOf(() => db);

describe('settling', () => {
  test('charges what was delivered and gives the rest back to its lots', async () => {
    const organization = await db.organization();
    await grant(organization, 3);
    const paid = await grant(organization, 10, { kind: 'paid' });
    const { id } = await reserve(organization, 8);
    expect(await settle(id, 4)).toEqual({ charged: 4, replayed: false });
    expect(await balance(organization)).toEqual({ posted: 9, held: 0, available: 9 });
    const rest = await reserve(organization, 9);
    expect(await pins(rest.id, [paid?.lot_id])).toEqual([9]);
  });

  test('charges once: the same amount is answered again, another is refused', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    await settle(id, 3);
    expect(await settle(id, 3)).toEqual({ charged: 3, replayed: true });
    await expect(settle(id, 4)).rejects.toMatchObject({ kind: 'reservation_conflict' });
    expect(await balance(organization)).toMatchObject({ posted: 7 });
  });

  test('refuses more than was reserved, less than nothing, and the unknown', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    await expect(settle(id, 5)).rejects.toMatchObject({ kind: 'invalid_amount' });
    await expect(settle(id, -1)).rejects.toMatchObject({ kind: 'invalid_amount' });
    await expect(settle(uuidv7(), 1)).rejects.toMatchObject({ kind: 'reservation_not_found' });
  });

  test('a charge of nothing frees the credits and writes no entry', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    expect(await settle(id, 0)).toEqual({ charged: 0, replayed: false });
    expect(await read(organization, 'select kind from ledger_entries')).toEqual([
      { kind: 'grant' },
    ]);
  });

  test('earns the cash of a lot to the cent, neither before nor after it is used up', async () => {
    const organization = await db.organization();
    await grant(organization, 7, { kind: 'paid', cashMinor: 100 });
    const earned = () =>
      read<{ sum: number }>(
        organization,
        "select coalesce(sum(amount), 0)::bigint as sum from transfers where credit = 'usage_revenue'",
      ).then(([row]) => row?.sum);
    const steps: (number | undefined)[] = [];
    for (const amount of [1, 2, 1, 3]) {
      const { id } = await reserve(organization, amount);
      await settle(id, amount);
      steps.push(await earned());
    }
    expect(steps).toEqual([14, 42, 57, 100]);
  });

  test('entries sum to the balance, newest last by id', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const job = uuidv7();
    const { id } = await reserve(organization, 4, job);
    await settle(id, 4);
    expect(
      await read(
        organization,
        'select kind, amount, balance_after, job_id from ledger_entries order by id',
      ),
    ).toEqual([
      { kind: 'grant', amount: 10, balance_after: 10, job_id: null },
      { kind: 'settle', amount: -4, balance_after: 6, job_id: job },
    ]);
  });
});

test('a delivery that the wallet cannot pay is written off once and charged to nobody', async () => {
  const organization = await db.organization();
  await grant(organization, 1);
  const job = uuidv7();
  const writeOff = () =>
    db.system.query<{ booked: boolean }>('select write_off($1, $2, 5) as booked', [
      organization,
      job,
    ]);
  expect(await writeOff()).toEqual([{ booked: true }]);
  expect(await writeOff()).toEqual([{ booked: false }]);
  expect(await balance(organization)).toEqual({ posted: 1, held: 0, available: 1 });
  expect(await read(organization, 'select kind from ledger_entries')).toEqual([{ kind: 'grant' }]);
});
