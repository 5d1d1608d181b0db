import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pg from 'pg';
import { readScripts } from '../scripts.ts';

/** A row a line, so that a change of the format can be read in a diff. */
async function rowsOf(admin: pg.Client, table: string, columns: string): Promise<string> {
  const { rows } = await admin.query<{ row: object }>(
    `select to_json(t) as row from (select ${columns} from ${table}) t`,
  );
  const lines = rows.map(({ row }) => JSON.stringify(row)).join(',\n');
  return `{"table": "${table}", "columns": ${JSON.stringify(columns)}, "rows": [\n${lines}\n]}`;
}

async function tablesOf(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string; columns: string }>(
    `select attrelid::regclass as name, string_agg(quote_ident(attname), ', ' order by attnum) as columns
     from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace in ('public'::regnamespace, 'auth'::regnamespace) and relkind = 'r'
       and attnum > 0 and not attisdropped and attgenerated = ''
     group by attrelid order by attrelid`,
  );
  const texts = [];
  for (const { name, columns } of rows) texts.push(await rowsOf(admin, name, columns));
  return texts;
}

function filesOf(storageFolder: string): string[] {
  const objects = join(storageFolder, 'objects');
  return readdirSync(objects, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const key = relative(objects, path);
      const contentType = readFileSync(join(storageFolder, 'types', key), 'utf8');
      return JSON.stringify({ key, contentType, base64: readFileSync(path).toString('base64') });
    });
}

/** Writes `db/releases/<version>/` from a database and its local store. The login must see every tenant. */
async function writeRelease(version: string, adminUrl: string, storage: string): Promise<void> {
  const db = join(import.meta.dirname, '..');
  const folder = join(import.meta.dirname, version);
  mkdirSync(folder);
  const scripts = readScripts(db).map(
    ({ name, sql }) => `-- ${name}\n${sql.trim()}\nreset role;\n`,
  );
  writeFileSync(
    join(folder, 'scripts.sql'),
    `-- Functions, views, policies and triggers of release ${version}, as its own migrate wrote them.\n\n${scripts.join('\n')}`,
  );
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { rows } = await admin.query('select from drizzle.__drizzle_migrations');
  const tables = await tablesOf(admin);
  await admin.end();
  writeFileSync(
    join(folder, 'data.json'),
    `{"at": "${new Date().toISOString()}", "migrations": ${rows.length},\n"tables": [\n${tables.join(',\n')}\n],\n"files": [\n${filesOf(storage).join(',\n')}\n]}\n`,
  );
}

const [version, adminUrl, storage] = process.argv.slice(2);
if (!version || !adminUrl || !storage) {
  throw new Error('node db/releases/write.ts VERSION ADMIN_URL STORAGE_FOLDER');
}
await writeRelease(version, adminUrl, storage);
