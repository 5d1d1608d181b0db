import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { bootstrapRoles, type RolePasswords } from '../bootstrap.ts';
import { createDatabase, type Database } from '../client.ts';
import { uuidv7 } from '../uuidv7.ts';
import { migrate } from '../migrate.ts';
import { askTestServers, type TestServers } from '../../.ci/ask-test-servers.ts';

const TEMPLATE = 'atelier_template';
const passwords: RolePasswords = { owner: 'owner', app: 'app', auth: 'auth' };

/** A database of its own for one test file. */
export interface TestDatabase {
  /** As the app sees it. */
  readonly database: Database;
  /** In the name of `atelier_system`, for what only the saga's functions may call. */
  readonly system: Database;
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly authUrl: string;
  /** Of the superuser, for what no role of ours may do. */
  readonly adminUrl: string;
  /** Makes an organization; answers its UUID. */
  organization(): Promise<string>;
  /** Drops the database. @throws Error when the ledger's balances disagree with its journal */
  close(): Promise<void>;
}

function urlOf(adminUrl: string, database: string, role?: keyof RolePasswords | 'system'): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (role === 'system') {
    // It has no login: the superuser takes its place from the first statement on.
    url.searchParams.set('options', '-c role=atelier_system');
  } else if (role) {
    url.username = `atelier_${role}`;
    url.password = passwords[role];
  }
  return url.href;
}

/** Lends a connection of its own, to whoever the URL says. */
export async function withConnection<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the migrated database that every test file clones; answers its name. */
export async function createTestTemplate(adminUrl: string): Promise<string> {
  await bootstrapRoles(adminUrl, { database: TEMPLATE, passwords });
  await migrate(urlOf(adminUrl, TEMPLATE, 'owner'));
  return TEMPLATE;
}

/** Answers the new database's name. */
export async function cloneTemplate({
  adminUrl,
  template,
}: TestServers['postgres']): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withConnection(adminUrl, (admin) =>
    admin.query(
      `create database ${name} template ${template} strategy file_copy owner atelier_owner`,
    ),
  );
  return name;
}

/** Logins of a test database. */
export function urlsOf(adminUrl: string, name: string): Record<keyof RolePasswords, string> {
  return {
    app: urlOf(adminUrl, name, 'app'),
    owner: urlOf(adminUrl, name, 'owner'),
    auth: urlOf(adminUrl, name, 'auth'),
  };
}

async function refuseDrift(database: Database): Promise<void> {
  const drift = await database.query('select * from verify()');
  if (drift.length > 0) throw new Error(`the ledger has drifted: ${JSON.stringify(drift)}`);
}

/** For whoever runs jobs to their end. @throws Error when an organization's credits are still held for one */
export async function refuseHeldCredits({ system }: TestDatabase): Promise<void> {
  const held = await system.query(`select job_id from reservations where state = 'pending'`);
  if (held.length > 0) throw new Error(`credits are still held: ${JSON.stringify(held)}`);
}

/** Clones the template. Call `close` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await askTestServers('postgres');
  const name = await cloneTemplate(server);
  return openTestDatabase(server.adminUrl, name, () =>
    withConnection(server.adminUrl, (admin) => admin.query(`drop database ${name} with (force)`)),
  );
}

/** A database without anything in it, as an installation's very first start finds it. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const { adminUrl } = await askTestServers('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await bootstrapRoles(adminUrl, { database: name, passwords });
  return openTestDatabase(adminUrl, name, () =>
    withConnection(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`)),
  );
}

/** A database that others use as well: `close` looks at its ledger and leaves it there. */
export async function shareTestDatabase(name: string): Promise<TestDatabase> {
  const { adminUrl } = await askTestServers('postgres');
  return openTestDatabase(adminUrl, name, () => Promise.resolve());
}

function openTestDatabase(
  adminUrl: string,
  name: string,
  leave: () => Promise<unknown>,
): TestDatabase {
  const urls = urlsOf(adminUrl, name);
  const open = (url: string) => createDatabase({ url, max: 10, applicationName: 'atelier-test' });
  const database = open(urls.app);
  const system = open(urlOf(adminUrl, name, 'system'));
  return {
    database,
    system,
    appUrl: urls.app,
    authUrl: urls.auth,
    ownerUrl: urls.owner,
    adminUrl: urlOf(adminUrl, name),
    async organization() {
      const id = uuidv7();
      await withConnection(urls.auth, (auth) =>
        auth.query('insert into auth.organization (id, name, slug) values ($1, $2, $3)', [
          id,
          'Test',
          id,
        ]),
      );
      return id;
    },
    async close() {
      try {
        await refuseDrift(database);
      } finally {
        await Promise.all([database.close(), system.close()]);
        await leave();
      }
    },
  };
}
