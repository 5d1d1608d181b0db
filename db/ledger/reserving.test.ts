import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '../uuidv7.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { future, ledgerOf } from './testing/ledger.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

const { grant, reserve, settle, voidReservation, balance, overlapping, pins } = ledgerOf(() => db);

describe('reserving', () => {
  test('burns promo first, then what expires earliest, and never what has expired', async () => {
    const organization = await db.organization();
    const paid = await grant(organization, 10, { kind: 'paid' });
    const late = await grant(organization, 10, { kind: 'allowance', expiresAt: future(20) });
    const soon = await grant(organization, 10, { kind: 'paid', expiresAt: future(2) });
    const promo = await grant(organization, 10, { expiresAt: future(90) });
    const expired = await grant(organization, 10, { expiresAt: future(-1) });
    expect(await balance(organization)).toEqual({ posted: 50, held: 0, available: 40 });

    const lots = [promo, soon, late, paid, expired].map((lot) => lot?.lot_id);
    const { id } = await reserve(organization, 35);
    expect(await pins(id, lots)).toEqual([10, 10, 10, 5, 0]);
    await expect(reserve(organization, 6)).rejects.toMatchObject({
      kind: 'insufficient_credits',
      details: { required: 6, available: 5 },
    });
  });

  test('the same job, ordinal and amount is the same reservation; another amount is refused', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const job = uuidv7();
    const first = await reserve(organization, 10, job);
    expect(await reserve(organization, 10, job)).toEqual({ id: first.id, replayed: true });
    await expect(reserve(organization, 9, job)).rejects.toMatchObject({
      kind: 'reservation_conflict',
    });
    await settle(first.id, 10);
    expect(await reserve(organization, 10, job)).toEqual({ id: first.id, replayed: true });
    expect(await balance(organization)).toEqual({ posted: 0, held: 0, available: 0 });
  });

  test('a job holds one reservation at a time', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const job = uuidv7();
    const { id } = await reserve(organization, 1, job, 1);
    await expect(reserve(organization, 1, job, 2)).rejects.toMatchObject({
      kind: 'reservation_conflict',
    });
    await voidReservation(id);
    expect(await reserve(organization, 1, job, 2)).toMatchObject({ replayed: false });
  });

  test('320 callers share 650 credits: 65 get their ten', async () => {
    const organization = await db.organization();
    await grant(organization, 300, { kind: 'paid' });
    await grant(organization, 350);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 320 }, () => reserve(organization, 10)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(65);
    expect(await balance(organization)).toEqual({ posted: 650, held: 650, available: 0 });
  });

  test('one job asking several times at once holds its credits once', async () => {
    const organization = await db.organization();
    await grant(organization, 5);
    const job = uuidv7();
    const answers = await overlapping(organization, () => reserve(organization, 5, job));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await balance(organization)).toEqual({ posted: 5, held: 5, available: 0 });
  });

  test('says what is available when the wallet is missing or empty', async () => {
    const organization = await db.organization();
    await expect(reserve(organization, 2)).rejects.toMatchObject({
      details: { required: 2, available: 0 },
    });
    expect(await balance(organization)).toBeUndefined();
  });
});
