import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { ledgerOf } from './testing/ledger.ts';

let db: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  db = await createTestDatabase();
  admin = new pg.Client({ connectionString: db.adminUrl });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await db.close();
});

const { grant, reserve, settle } = ledgerOf(() => db);

describe('verify', () => {
  // Each drift is planted by a superuser in a transaction whose outcome verify() is asked as the app
  // role, without any organization: it must not come back clean because it sees nothing.
  test.each([
    ['wallet posted', 'update wallets set posted = posted + 1 where organization_id = $1'],
    ['wallet held', 'update wallets set held = held + 1 where organization_id = $1'],
    ['lot remaining', 'update lots set remaining = remaining - 1 where organization_id = $1'],
    ['lot held', 'update lots set held = held - 1 where organization_id = $1'],
    ['lot open', 'update lots set open = false where organization_id = $1'],
    ['lot revenue', 'update lots set cash_minor = cash_minor + 50 where organization_id = $1'],
    [
      'reservation charged',
      "update reservations set charged = 1 where organization_id = $1 and state = 'settled'",
    ],
    ['reservation pins', 'update reservations set amount = amount + 1 where organization_id = $1'],
    [
      'journal balance',
      "insert into journals (organization_id, id, kind, key, amount, balance_after) values ($1, uuidv7(), 'grant', 'planted', 9, 3)",
    ],
    [
      'journal amount',
      "insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount) select $1, id, 9, 'CR', 'promo', 'wallet', 1 from journals where organization_id = $1 limit 1",
    ],
  ])('tells the app without context: %s', async (problem, drift) => {
    const organization = await db.organization();
    await grant(organization, 10, { kind: 'paid', cashMinor: 990 });
    const settled = await reserve(organization, 3);
    await settle(settled.id, 2);
    await reserve(organization, 4);
    expect(await db.database.query('select * from verify()')).toEqual([]);

    await admin.query('begin');
    await admin.query(drift, [organization]);
    await admin.query('set local role atelier_app');
    const { rows } = await admin.query<{ problem: string; organization_id: string }>(
      'select * from verify()',
    );
    await admin.query('rollback');
    expect(rows.map((row) => row.problem)).toContain(problem);
    expect(new Set(rows.map((row) => row.organization_id))).toEqual(new Set([organization]));
  });
});
