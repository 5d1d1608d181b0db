import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { ledgerOf } from './testing/ledger.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

const { grant, reserve, settle, voidReservation, balance } = ledgerOf(() => db);

describe('voiding', () => {
  test('gives everything back, once', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    expect(await voidReservation(id)).toBe(true);
    expect(await voidReservation(id)).toBe(false);
    expect(await balance(organization)).toEqual({ posted: 10, held: 0, available: 10 });
    await expect(settle(id, 4)).rejects.toMatchObject({
      kind: 'reservation_closed',
      details: { state: 'voided' },
    });
  });

  test('an expired reservation is closed as well', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    await voidReservation(id, 'expired');
    await expect(settle(id, 4)).rejects.toMatchObject({ details: { state: 'expired' } });
  });

  test('cannot take back what was settled', async () => {
    const organization = await db.organization();
    await grant(organization, 10);
    const { id } = await reserve(organization, 4);
    await settle(id, 4);
    const closed = { kind: 'reservation_closed', details: { state: 'settled' } };
    await expect(voidReservation(id)).rejects.toMatchObject(closed);
  });

  test('of settle, void and expiry at once exactly one comes through', async () => {
    const organization = await db.organization();
    await grant(organization, 100);
    for (let round = 0; round < 30; round += 1) {
      const { id } = await reserve(organization, 3);
      const outcomes = await Promise.allSettled([
        settle(id, 0).then((row) => row?.replayed === false),
        voidReservation(id),
        voidReservation(id, 'expired'),
        settle(id, 0).then((row) => row?.replayed === false),
      ]);
      const won = outcomes.filter((o) => o.status === 'fulfilled' && o.value === true);
      expect(won).toHaveLength(1);
    }
    expect(await balance(organization)).toEqual({ posted: 100, held: 0, available: 100 });
  });
});
