import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { ObjectStore } from '../../storage/object-store.ts';
import { type TestDatabase, withConnection } from './test-database.ts';

const folder = fileURLToPath(new URL('../releases/', import.meta.url));

/** What `db/releases/<version>/data.json` holds. */
interface ReleaseData {
  /** When it was written: all its times are given as if it had been written just now. */
  readonly at: string;
  /** How many migrations the release knew. */
  readonly migrations: number;
  readonly tables: readonly { table: string; columns: string; rows: object[] }[];
  readonly files: readonly { key: string; contentType: string; base64: string }[];
}

/** The versions of which there is a database. */
export const releases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Every moment in it moves by the same time, so that jobs that were open then are open now. */
function readData(version: string): ReleaseData {
  const text = readFileSync(join(folder, version, 'data.json'), 'utf8');
  const { at } = JSON.parse(text) as ReleaseData;
  const laterMs = Date.now() - Date.parse(at);
  const moment = /(?<=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)(?=")/g;
  return JSON.parse(
    text.replaceAll(moment, (then) => new Date(Date.parse(then) + laterMs).toISOString()),
  ) as ReleaseData;
}

/** Makes an empty database one of an earlier release, as that release left it. Answers its organization. */
export async function restoreRelease(
  version: string,
  db: TestDatabase,
  store?: ObjectStore,
): Promise<{ organizationId: string }> {
  const data = readData(version);
  const migrationsFolder = fileURLToPath(new URL('../migrations/', import.meta.url));
  const migrations = readMigrationFiles({ migrationsFolder }).slice(0, data.migrations);
  await withConnection(db.ownerUrl, async (owner) => {
    await owner.query(`begin; create schema drizzle;
      create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
      create table drizzle.scripts (sha256 text not null, applied_at timestamptz not null)`);
    for (const { sql, hash, folderMillis } of migrations) {
      await owner.query(sql.join('\n'));
      await owner.query(
        'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)',
        [hash, folderMillis],
      );
    }
    await owner.query(readFileSync(join(folder, version, 'scripts.sql'), 'utf8'));
    await owner.query('commit');
  });
  await withConnection(db.adminUrl, async (admin) => {
    // Rows as they were: no trigger and no order among the tables.
    await admin.query('set session_replication_role = replica');
    for (const { table, columns, rows } of data.tables) {
      await admin.query(
        `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows)],
      );
    }
  });
  for (const { key, contentType, base64 } of store ? data.files : []) {
    await store?.put(key, Buffer.from(base64, 'base64'), { contentType });
  }
  const [organization] = data.tables.find(({ table }) => table === 'wallets')?.rows ?? [];
  return { organizationId: (organization as { organization_id: string }).organization_id };
}
