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

// `create or replace` cannot change a signature. Trigger functions have but one, and stay: dropping one would take its
// trigger along, and with it a lock on a table that everybody uses.
const DROP_DERIVED = `
  do $$ declare statement text; begin
    for statement in select format('drop view if exists %s cascade', oid::regclass) from pg_class
      where relkind = 'v' and relnamespace = 'public'::regnamespace
    loop execute statement; end loop;
    set local role atelier_system;
    for statement in select format('drop function if exists %s cascade', oid::regprocedure) from pg_proc
      where proowner = 'atelier_system'::regrole and pronamespace = 'public'::regnamespace
        and prorettype <> 'trigger'::regtype
    loop execute statement; end loop;
    reset role;
  end $$`;

// What no script has written in this transaction has no script any more.
const DROP_ABANDONED = `
  do $$ declare statement text; begin
    for statement in select format('set local role %s; drop function %s cascade; reset role', proowner::regrole, oid::regprocedure)
      from pg_proc where pronamespace = 'public'::regnamespace and prorettype = 'trigger'::regtype
        and xmin <> pg_current_xact_id()::xid
    loop execute statement; end loop;
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

/** Each by itself: a value that one adds to an enum can be used by whatever comes after it. */
async function applyMigrations(
  client: pg.Client,
  pending: readonly MigrationMeta[],
): Promise<void> {
  for (const { sql, hash, folderMillis } of pending) {
    await inTransaction(client, async () => {
      await run(client, {
        name: `migration of ${new Date(folderMillis).toISOString()}`,
        sql: sql.join('\n'),
      });
      await client.query(
        'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)',
        [hash, folderMillis],
      );
    });
  }
}

/** Everything derived, in one transaction: nobody meets a moment without it. */
async function applyScripts(
  client: pg.Client,
  scripts: readonly Script[],
  sha256: string,
): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(DROP_DERIVED);
    for (const script of scripts) await run(client, script);
    await client.query(DROP_ABANDONED);
    await client.query('delete from drizzle.scripts');
    await client.query('insert into drizzle.scripts values ($1, now())', [sha256]);
  });
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function migrateWith(client: pg.Client, folder: string): Promise<MigrationReport> {
  // Of the session, because it outlasts each of the transactions.
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  await client.query('set client_min_messages = warning');
  await inTransaction(client, async () => {
    await client.query(RECORDS);
  });
  const files = readMigrationFiles({ migrationsFolder: join(folder, 'migrations') });
  const scripts = readScripts(folder);
  const sha256 = hashOf(scripts, files);
  const applied = await client.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations order by id',
  );
  const pending = pendingOf(files, applied.rows);
  const current = await client.query('select from drizzle.scripts where sha256 = $1', [sha256]);
  if (pending.length === 0 && current.rowCount === 1) return { migrations: 0, scripts: 0 };
  await applyMigrations(client, pending);
  await applyScripts(client, scripts, sha256);
  return { migrations: pending.length, scripts: scripts.length };
}

/**
 * Brings the database to the state that the files describe, one process at a time; does nothing (about 10 ms) when it
 * is there already. Each migration commits by itself, functions, views, policies and triggers follow in one last
 * transaction; a process that dies in between is continued by the next one.
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
    return await migrateWith(client, folder);
  } finally {
    await client.end();
  }
}
