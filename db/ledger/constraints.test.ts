import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { uuidv7 } from '../uuidv7.ts';
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

const { grant, reserve, read } = ledgerOf(() => db);

describe('Postgres itself refuses', () => {
  const ledgerTables = ['wallets', 'lots', 'reservations', 'journals', 'transfers'];

  test.each(ledgerTables)('any write of the app to %s', async (table) => {
    const organization = await db.organization();
    await grant(organization, 1);
    for (const statement of [
      `insert into ${table} (organization_id) values ('${organization}')`,
      `update ${table} set organization_id = organization_id`,
      `delete from ${table}`,
      `truncate ${table}`,
      `alter table ${table} disable trigger all`,
    ]) {
      await expect(read(organization, statement)).rejects.toMatchObject({ sqlState: '42501' });
    }
  });

  test('to overdraw a wallet or a lot', async () => {
    const organization = await db.organization();
    await grant(organization, 5);
    for (const change of ['wallets set held = 6', 'wallets set posted = -1', 'lots set held = 6']) {
      await expect(
        admin.query(`update ${change} where organization_id = $1`, [organization]),
      ).rejects.toMatchObject({ code: '23514' });
    }
  });

  test.each([
    ['an amount of zero', "'CR', 'wallet', 'consumed', 0"],
    ['a negative amount', "'CR', 'wallet', 'consumed', -1"],
    ['a transfer to itself', "'CR', 'wallet', 'wallet', 1"],
    ['cash from a wallet', "'USD', 'wallet', 'usage_revenue', 1"],
    ['credits from a cash account', "'CR', 'deferred_revenue', 'usage_revenue', 1"],
    ['two units in one line', "'CR', 'wallet', 'usage_revenue', 1"],
  ])('%s', async (_, posting) => {
    await expect(
      admin.query(
        `insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount)
         values ($1, $1, 1, ${posting})`,
        [uuidv7()],
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });

  test.each(['journals', 'transfers'])('to change or empty %s, to its owner too', async (table) => {
    for (const statement of [
      `update ${table} set amount = 1`,
      `delete from ${table}`,
      `truncate ${table}`,
    ]) {
      await expect(admin.query(statement)).rejects.toMatchObject({ code: '23001' });
    }
  });

  test('a second live reservation of a job', async () => {
    const organization = await db.organization();
    await grant(organization, 5);
    const { id } = await reserve(organization, 1);
    await expect(
      admin.query(
        `insert into reservations (id, organization_id, job_id, ordinal, amount, lot_ids, lot_amounts)
         select gen_random_uuid(), organization_id, job_id, 2, 1, lot_ids, lot_amounts
         from reservations where id = $1`,
        [id],
      ),
    ).rejects.toMatchObject({ constraint: 'reservations_one_live_per_job' });
  });
});
