import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator';
import pg from 'pg';
import { readScripts, type Script } from './scripts.ts';

// Any number, as long as every process that migrates takes the same one.
const LOCK = 7_207_001;

const RECORDS = `
  create schema if not exists drizzle;
  create table if not exists drizzle.__drizzle_migrations
    (id serial primary key, hash text not null, created_at bigint);
  create table if not exists drizzle.scripts (sha256 text not null, applied_at timestamptz not null)`;

// Views and functions go first: a view would stop its table's migration, and `create or replace`
// cannot change a signature.
const DROP_DERIVED = `
  do $$ declare statement text; begin
    for statement in select format('drop view if exists %s cascade', oid::regclass) from pg_class
      where relkind = 'v' and relnamespace = 'public'::regnamespace
    loop execute statement; end loop;
    set local role atelier_system;
    for statement in select format('drop function if exists %s cascade', oid::regprocedure) from pg_proc
      where proowner = 'atelier_system'::regrole and pronamespace = 'public'::regnamespace
    loop execute statement; end loop;
    reset role;
  end $$`;

/** What `migrate` did. */
export interface MigrationReport {
  readonly migrations: number;
  readonly scripts: number;
}

function hashOf(scripts: Script[], migrations: MigrationMeta[]): string {
  const hash = createHash('sha256');
  for (const { name, sql } of scripts) hash.update(`${name}\0${sql}\0`);
  for (const migration of migrations) hash.update(migration.hash);
  return hash.digest('hex');
}

/** The files not yet applied. Compares one by one: what was applied may neither change nor move. */
function pendingOf(files: MigrationMeta[], applied: { hash: string }[]): MigrationMeta[] {
  applied.forEach(({ hash }, index) => {
    if (files[index]?.hash !== hash) {
      throw new Error(
        `migration ${index} is not the file that was applied: it was edited, removed, or one was put before it`,
      );
    }
  });
  return files.slice(applied.length);
}

async function run(client: pg.Client, { name, sql }: Script): Promise<void> {
  try {
    await client.query(sql);
    await client.query('reset role');
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function migrateIn(client: pg.Client, folder: string): Promise<MigrationReport> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
  await client.query('set local client_min_messages = warning');
  await client.query(RECORDS);
  const files = readMigrationFiles({ migrationsFolder: join(folder, 'migrations') });
  const scripts = readScripts(folder);
  const sha256 = hashOf(scripts, files);
  const applied = await client.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations order by id',
  );
  const pending = pendingOf(files, applied.rows);
  const current = await client.query('select from drizzle.scripts where sha256 = $1', [sha256]);
  if (pending.length === 0 && current.rowCount === 1) return { migrations: 0, scripts: 0 };

  await client.query(DROP_DERIVED);
  for (const { sql, hash, folderMillis } of pending) {
    await run(client, {
      name: `migration of ${new Date(folderMillis).toISOString()}`,
      sql: sql.join('\n'),
    });
    await client.query(
      'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)',
      [hash, folderMillis],
    );
  }
  for (const script of scripts) await run(client, script);
  await client.query('delete from drizzle.scripts');
  await client.query('insert into drizzle.scripts values ($1, now())', [sha256]);
  return { migrations: pending.length, scripts: scripts.length };
}

/**
 * Brings the database to the state that the files describe, in one transaction and one process at a
 * time; does nothing (about 10 ms) when it is there already.
 * @param ownerUrl login of `atelier_owner`
 * @param folder holds `migrations/` and the folders of scripts
 * @throws Error when an applied migration is no longer the file it was
 */
export async function migrate(
  ownerUrl: string,
  folder: string = import.meta.dirname,
): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'atelier-migrate' });
  // The query under way rejects; without a listener the loss itself would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin');
    const report = await migrateIn(client, folder);
    await client.query('commit');
    return report;
  } finally {
    await client.end();
  }
}
