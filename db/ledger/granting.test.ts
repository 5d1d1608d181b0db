import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '../uuidv7.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { future, ledgerOf } from './testing/ledger.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

const { grant, balance, overlapping } = ledgerOf(() => db);

describe('granting', () => {
  test('gives credits once per key, and says when it gave them before', async () => {
    const organization = await db.organization();
    const first = await grant(organization, 100, { key: 'welcome' });
    const again = await grant(organization, 100, { key: 'welcome' });
    expect(first?.replayed).toBe(false);
    expect(again).toEqual({ lot_id: first?.lot_id, replayed: true });
    expect(await balance(organization)).toEqual({ posted: 100, held: 0, available: 100 });
  });

  test('gives once to callers of one key who all get there before it is written', async () => {
    const organization = await db.organization();
    await grant(organization, 1);
    const answers = await overlapping(organization, () => grant(organization, 7, { key: 'storm' }));
    expect(answers.filter((answer) => !answer?.replayed)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer?.lot_id)).size).toBe(1);
    expect(await balance(organization)).toMatchObject({ posted: 8 });
  });

  test.each([{ amount: 11 }, { kind: 'allowance' }, { expiresAt: future(1) }])(
    'refuses the same key with other terms: %j',
    async ({ amount = 10, ...terms }) => {
      const organization = await db.organization();
      await grant(organization, 10, { key: 'once' });
      await expect(grant(organization, amount, { key: 'once', ...terms })).rejects.toMatchObject({
        kind: 'grant_conflict',
      });
    },
  );

  test('refuses an unknown organization, amounts below one, and promo credits with a price', async () => {
    const organization = await db.organization();
    await expect(grant(uuidv7(), 1)).rejects.toMatchObject({ kind: 'organization_not_found' });
    await expect(grant(organization, 0)).rejects.toMatchObject({ kind: 'invalid_amount' });
    await expect(grant(organization, -1)).rejects.toMatchObject({ kind: 'invalid_amount' });
    await expect(grant(organization, 1, { cashMinor: 1 })).rejects.toMatchObject({
      kind: 'invalid_amount',
    });
  });

  test('can be called by name with the defaults of a promotion', async () => {
    const organization = await db.organization();
    await db.database.query(
      `select * from grant_credits(organization_id => $1, key => 'named', amount => 3, kind => 'promo', expires_at => null)`,
      [organization],
    );
    expect(await balance(organization)).toMatchObject({ available: 3 });
  });
});
