import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../migrate.ts';
import { fingerprintOf } from '../testing/fingerprint.ts';
import { releases, restoreRelease } from '../testing/restore-release.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
  withConnection,
} from '../testing/test-database.ts';

const source = fileURLToPath(new URL('../', import.meta.url));

async function restored(version: string): Promise<TestDatabase> {
  const db = await createEmptyDatabase();
  await restoreRelease(version, db);
  return db;
}

/** A wallet that moves like this, each journal with an id of its own choice. */
async function move(
  db: TestDatabase,
  moves: readonly (readonly [place: number, amount: number])[],
): Promise<void> {
  const wallet = await db.organization();
  await withConnection(db.adminUrl, async (admin) => {
    for (const [place, amount] of moves) {
      const moved =
        amount > 0
          ? `grant_credits('${wallet}', '${place}', ${amount})`
          : `settle((reserve('${wallet}', gen_random_uuid(), 1, ${-amount}, null)).reservation_id, ${-amount})`;
      const id = `00000000-0000-7000-8000-${String(place).padStart(12, '0')}`;
      await admin.query(`
        set role atelier_system;
        select ${moved};
        reset role;
        set session_replication_role = replica;
        update journals set id = '${id}' where organization_id = '${wallet}' and id::text not like '00000000-%';
        update transfers set journal_id = '${id}' where organization_id = '${wallet}' and journal_id::text not like '00000000-%';
        set session_replication_role = origin`);
    }
  });
}

describe.each(releases)('a database of release %s', (version) => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await restored(version);
  });
  afterAll(() => db.close());

  test('has jobs in every state', async () => {
    const rows = await db.system.query<{ status: string }>(
      'select distinct status from jobs order by 1',
    );
    expect(rows.map(({ status }) => status)).toEqual(
      'canceled canceling expired failed queued running succeeded'.split(' '),
    );
  });

  test('becomes what a new one is, and its ledger is proved', async () => {
    await migrate(db.ownerUrl);
    const fresh = await createTestDatabase();
    expect(await fingerprintOf(db.ownerUrl)).toEqual(await fingerprintOf(fresh.ownerUrl));
    await fresh.close();
    expect(await db.database.query('select * from verify()')).toEqual([]);
  });

  test('numbers the journals that it had, in their order, and weighs its files', async () => {
    const wrong = await db.system.query(
      `select id from (select id, seq, row_number() over (partition by organization_id order by recorded_at, id) as place
         from journals) numbered where seq is distinct from place`,
    );
    expect(wrong).toEqual([]);
    const use = await db.system.query(
      `select 1 from storage_use join (select organization_id, sum(bytes) as bytes from blobs group by 1) counted
         using (organization_id) where storage_use.bytes <> counted.bytes`,
    );
    expect(use).toEqual([]);
  });
});

describe('a clock that was set back under release 0.1.0', () => {
  /** What a wallet did, in that order; the place of each among the journals' ids says another. */
  const wallets: Record<string, [place: number, amount: number][]> = {
    'once, between two moves': [
      [5, 9],
      [1, -1],
      [2, -2],
      [3, 3],
      [4, -4],
    ],
    'so that equal balances come again': [
      [3, 4],
      [1, -4],
      [6, 4],
      [2, -2],
      [4, 2],
      [5, -1],
    ],
    'before the last': [
      [2, 1],
      [3, 1],
      [1, -2],
    ],
  };

  test.each(Object.entries(wallets))('%s: the balances say the order', async (_, moves) => {
    const db = await restored('0.1.0');
    await move(db, moves);
    await migrate(db.ownerUrl);
    // Closing it asks for its proof.
    await db.close();
  });
});

describe('a new release', () => {
  let db: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    db = await restored('0.1.0');
    await migrate(db.ownerUrl);
    folder = mkdtempSync(join(tmpdir(), 'atelier-upgrade-'));
    cpSync(source, folder, { recursive: true });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await db.close();
  });

  function addMigration(tag: string, sql: string): void {
    const file = join(folder, 'migrations/meta/_journal.json');
    const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: object[] };
    journal.entries.push({ idx: journal.entries.length, when: Date.now(), tag });
    writeFileSync(file, JSON.stringify(journal));
    writeFileSync(join(folder, `migrations/${tag}.sql`), sql);
  }

  test('may add a value to an enum and use it in a function', async () => {
    addMigration('9000_refunds', `alter type journal_kind add value 'refund_of_test';`);
    const name = 'ledger/09-refunds.sql';
    writeFileSync(
      join(folder, name),
      `set local role atelier_system;
       create function refunds() returns bigint language sql
       begin atomic select count(*) from journals where kind = 'refund_of_test'; end;`,
    );
    expect(await migrate(db.ownerUrl, folder)).toMatchObject({ migrations: 1 });
    rmSync(join(folder, name));
  });

  test('waits for nobody who reads or writes rows, where it changes functions only', async () => {
    const tables = await db.system.query<{ name: string }>(
      `select oid::regclass as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    expect(tables.length).toBeGreaterThan(12);
    await withConnection(db.adminUrl, async (busy) => {
      await busy.query('begin');
      // What every SELECT and every INSERT, UPDATE or DELETE takes.
      for (const { name } of tables) await busy.query(`lock table ${name} in row exclusive mode`);
      writeFileSync(join(folder, 'ledger/07-entries.sql'), '\n-- changed\n', { flag: 'a' });
      const { scripts } = await migrate(`${db.ownerUrl}?options=-c%20lock_timeout%3D2s`, folder);
      expect(scripts).toBeGreaterThan(10);
      await busy.query('rollback');
    });
  });

  test('continues where another process died between two migrations', async () => {
    addMigration('9001_first', 'create table half_way (organization_id uuid);');
    addMigration('9002_second', 'select no_such_column;');
    await expect(migrate(db.ownerUrl, folder)).rejects.toThrow('no_such_column');
    // Everything derived is still there.
    expect(await db.database.query('select * from verify()')).toEqual([]);
    writeFileSync(join(folder, 'migrations/9002_second.sql'), 'select 1;');
    expect(await migrate(db.ownerUrl, folder)).toMatchObject({ migrations: 1 });
    const [table] = await db.system.query<{ forced: boolean }>(
      `select relforcerowsecurity as forced from pg_class where relname = 'half_way'`,
    );
    expect(table).toEqual({ forced: true });
  });
});
