import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from './migrate.ts';
import { fingerprintOf } from './testing/fingerprint.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

interface Journal {
  readonly entries: { idx: number; when: number; tag: string }[];
}

let db: TestDatabase;
let owner: pg.Client;
let folder: string;

beforeAll(async () => {
  db = await createTestDatabase();
  owner = new pg.Client({ connectionString: db.ownerUrl });
  await owner.connect();
  folder = mkdtempSync(join(tmpdir(), 'atelier-migrate-'));
});

// Each test starts from the files as they are.
beforeEach(() => {
  cpSync(import.meta.dirname, folder, { recursive: true, force: true });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await owner.end();
  await db.close();
});

const journalFile = () => join(folder, 'migrations/meta/_journal.json');
const readJournal = () => JSON.parse(readFileSync(journalFile(), 'utf8')) as Journal;

function addMigration(tag: string, sql: string, index?: number): void {
  const journal = readJournal();
  const at = index ?? journal.entries.length;
  journal.entries.splice(at, 0, { idx: at, when: Date.now(), tag });
  writeFileSync(journalFile(), JSON.stringify(journal));
  writeFileSync(join(folder, `migrations/${tag}.sql`), sql);
}

const fingerprint = () => fingerprintOf(db.ownerUrl);

test('migrating twice changes nothing', async () => {
  const before = await fingerprint();
  expect(await migrate(db.ownerUrl)).toEqual({ migrations: 0, scripts: 0 });
  expect(await fingerprint()).toEqual(before);
});

test('a changed script is applied, and everything derived comes back as it was', async () => {
  const before = await fingerprint();
  appendFileSync(join(folder, 'ledger/08-verify.sql'), '\n-- changed\n');
  const { migrations, scripts } = await migrate(db.ownerUrl, folder);
  expect(migrations).toBe(0);
  expect(scripts).toBeGreaterThan(5);
  expect(await fingerprint()).toEqual(before);
});

test('a function whose script is gone is gone', async () => {
  writeFileSync(
    join(folder, 'ledger/09-extra.sql'),
    `set local role atelier_system;
     create function extra() returns int language sql return 1;`,
  );
  await migrate(db.ownerUrl, folder);
  rmSync(join(folder, 'ledger/09-extra.sql'));
  await migrate(db.ownerUrl, folder);
  const { rows } = await owner.query("select from pg_proc where proname = 'extra'");
  expect(rows).toEqual([]);
});

test('several processes at once apply a migration once', async () => {
  addMigration('9000_storm', 'create table storm (organization_id uuid);');
  const reports = await Promise.all(Array.from({ length: 4 }, () => migrate(db.ownerUrl, folder)));
  expect(reports.map(({ migrations }) => migrations).sort()).toEqual([0, 0, 0, 1]);
  // A new table is closed by the scripts without being named in them.
  const { rows } = await owner.query<{ forced: boolean }>(
    "select relforcerowsecurity as forced from pg_class where relname = 'storm'",
  );
  expect(rows).toEqual([{ forced: true }]);
});

test('a migration that fails leaves nothing behind', async () => {
  addMigration('9000_storm', 'create table storm (organization_id uuid);');
  const before = await fingerprint();
  addMigration('9001_broken', 'create table half (id uuid); select no_such_column;');
  await expect(migrate(db.ownerUrl, folder)).rejects.toThrow('no_such_column');
  expect(await fingerprint()).toEqual(before);
});

test('refuses when an applied migration was edited', async () => {
  const [first] = readJournal().entries;
  appendFileSync(join(folder, `migrations/${first?.tag ?? ''}.sql`), '\n-- edited');
  await expect(migrate(db.ownerUrl, folder)).rejects.toThrow('migration 0 is not the file');
});

test('refuses a migration that was put before an applied one', async () => {
  addMigration('0000_late', 'select 1;', 0);
  await expect(migrate(db.ownerUrl, folder)).rejects.toThrow('one was put before it');
});

test('the journal’s times only go up', () => {
  const times = readJournal().entries.map(({ when }) => when);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
});
