import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const ROWS = 100_000;

let db: TestDatabase;
let admin: pg.Client;
let organizationId: string;

// In a transaction that is rolled back: these rows have no postings and would rightly be drift.
beforeAll(async () => {
  db = await createTestDatabase();
  organizationId = await db.organization();
  admin = new pg.Client({ connectionString: db.adminUrl });
  await admin.connect();
  await admin.query('begin');
  for (const statement of [
    `insert into journals (organization_id, id, kind, key, amount, balance_after, job_id)
     select case n % 3 when 0 then $1::uuid else md5((n % 500)::text)::uuid end, uuidv7(), 'settle',
       n::text, -1, 1, gen_random_uuid() from generate_series(1, ${ROWS}) n`,
    `insert into reservations (id, organization_id, job_id, ordinal, amount, charged, state, lot_ids, lot_amounts)
     select uuidv7(), $1, md5(n::text)::uuid, 1, 1, 1, 'settled', '{}', '{}' from generate_series(1, ${ROWS}) n`,
    `insert into lots (id, organization_id, kind, granted, remaining, open)
     select uuidv7(), case n % 3 when 0 then $1::uuid else md5((n % 500)::text)::uuid end, 'promo',
       1, (n % 100 = 0)::int, n % 100 = 0 from generate_series(1, ${ROWS / 5}) n`,
    `insert into wallets (organization_id) select distinct organization_id from lots where $1::uuid is not null`,
    `insert into api_keys (id, organization_id, name, prefix, sha256)
     select uuidv7(), $1, '', '', sha256(n::text::bytea) from generate_series(1, ${ROWS / 5}) n`,
  ]) {
    await admin.query(statement, [organizationId]);
  }
  await admin.query('analyze journals, reservations, lots, wallets, api_keys');
});

afterAll(async () => {
  await admin.query('rollback');
  await admin.end();
  await db.close();
});

const app = 'atelier_app';
const system = 'atelier_system';

test.each([
  [
    'a page of entries',
    app,
    'select * from ledger_entries where organization_id = $1 order by id desc limit 21',
  ],
  ['the balance', app, 'select * from balances where organization_id = $1'],
  [
    'the wallet of a reserve',
    system,
    'update wallets set held = held + 1 where organization_id = $1 and posted - held >= 1',
  ],
  [
    'what a job holds',
    system,
    'select * from reservations where job_id = $1 and (ordinal = 1 or live)',
  ],
  ['a reservation', system, 'select * from reservations where id = $1'],
  [
    'spendable lots',
    system,
    "select * from lots where organization_id = $1 and open and remaining > held order by kind > 'promo', expires_at nulls last, id",
  ],
  [
    'a grant of the same key',
    system,
    "select * from journals where organization_id = $1 and kind = 'grant' and key = 'x'",
  ],
  [
    'an API key',
    system,
    'select * from api_keys where sha256 = sha256($1::uuid::text::bytea) and revoked_at is null',
  ],
])('%s is found by index, as %s', async (_what, role, query) => {
  await admin.query('savepoint asking');
  await admin.query(`set local role ${role}`);
  await admin.query("select set_config('app.organization_id', $1, true)", [organizationId]);
  const { rows } = await admin.query<{ 'QUERY PLAN': string }>(
    `explain ${query.replaceAll('$1', `'${organizationId}'`)}`,
  );
  await admin.query('rollback to asking');
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/Index (Only )?Scan|Bitmap Index Scan/);
  expect(plan).not.toContain('Seq Scan');
});
