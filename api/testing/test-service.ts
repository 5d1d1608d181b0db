import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { storeApiKey, createApiKeySecret } from '../../db/api-keys.ts';
import { createDatabase, type Database } from '../../db/client.ts';
import { parseId, uuidv7, type IdPrefix } from '../../db/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../db/testing.ts';
import { createIntake } from '../../media/intake.ts';
import { createChildPool } from '../../media/pool.ts';
import { catalogue } from '../../operations/index.ts';
import { createLocalDiskStore } from '../../storage/local-disk.ts';
import { createService, type Service } from '../service.ts';
import { createTemporalDoor } from '../temporal.ts';

/** An organization with a key of its own. */
export interface TestCustomer {
  /** UUID. */
  readonly organizationId: string;
  readonly key: string;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  // Whatever the server said; each test knows what it asked.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

interface Call {
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly body?: BodyInit;
}

/** The real application on a real port, on a real database and disk; Temporal is down unless an address is given. */
export interface TestService {
  readonly origin: string;
  readonly db: TestDatabase;
  readonly service: Service;
  /** Every line that was logged. */
  readonly logged: Record<string, unknown>[];
  /** The login that sees accounts. */
  readonly auth: Pick<Database, 'query'>;
  uuidOf(prefix: IdPrefix, id: string | undefined): string;
  /** How often the database was asked so far. */
  queries(): number;
  storedObjects(): Promise<string[]>;
  customer(credits?: number): Promise<TestCustomer>;
  grant(customer: TestCustomer, credits: number): Promise<void>;
  call(method: string, path: string, options?: Call): Promise<TestAnswer>;
  upload(customer: TestCustomer, file: Uint8Array, name?: string): Promise<TestAnswer>;
  close(): Promise<void>;
}

interface Options {
  /** Where the application finds its database, if not where the test does. */
  readonly reroute?: (url: string) => string;
  readonly temporalAddress?: string;
}

const nobodyListens = '127.0.0.1:9';

export async function createTestService(options: Options = {}): Promise<TestService> {
  const { reroute = (url: string) => url } = options;
  const db = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'atelier-api-'));
  const logged: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'debug' },
    { write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const server = createServer();
  const origin = await listen(server);
  const appDatabase = createDatabase({ url: reroute(db.appUrl), max: 10, applicationName: 'api' });
  const counter = { queries: 0 };
  const authUrl = reroute(db.authUrl);
  const authDatabase = createDatabase({ url: authUrl, max: 2, applicationName: 'auth' });
  const authPool = new pg.Pool({
    connectionString: authUrl,
    max: 2,
    connectionTimeoutMillis: 1_500,
  }).on('error', () => undefined);
  const pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 30_000 });
  const storageFolder = join(folder, 'storage');
  const temporal = createTemporalDoor({
    address: options.temporalAddress ?? nobodyListens,
    namespace: 'atelier',
    taskQueue: uuidv7(),
    origin,
    log,
  });
  const service = createService({
    database: counting(appDatabase, counter),
    authDatabase,
    authPool,
    store: createLocalDiskStore({ folder: storageFolder }),
    intake: createIntake({ pool, scratchFolder: join(folder, 'scratch') }),
    temporal,
    catalogue,
    origin,
    authSecret: 'a secret of thirty-two characters',
    urlSigningSecret: 'another secret of 32 characters!',
    cross: () => undefined,
    log,
    web: () => [],
  });
  server.on('request', service.app);

  async function call(
    method: string,
    path: string,
    { key = null, headers = {}, json, body }: Call = {},
  ): Promise<TestAnswer> {
    const answer = await fetch(new URL(path, origin), {
      method,
      redirect: 'manual',
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? body !== undefined && { body } : { body: JSON.stringify(json) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    const parsed: unknown = isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : null;
    return { status: answer.status, headers: answer.headers, bytes, json: parsed };
  }

  async function grant({ organizationId }: TestCustomer, credits: number): Promise<void> {
    await db.database.withOrganization(organizationId, (tx) =>
      tx.query('select grant_credits($1, $2, $3)', [organizationId, uuidv7(), credits]),
    );
  }

  return {
    origin,
    db,
    service,
    grant,
    logged,
    call,
    auth: authDatabase,
    uuidOf: (prefix, id) => parseId(prefix, id ?? '') ?? '',
    queries: () => counter.queries,
    storedObjects: () => readdir(storageFolder, { recursive: true }).catch(() => []),
    async customer(credits = 0) {
      const organizationId = await db.organization();
      const secret = createApiKeySecret();
      await db.database.withOrganization(organizationId, (tx) =>
        storeApiKey(tx, { organizationId, name: 'test', secret }),
      );
      const customer = { organizationId, key: secret };
      if (credits > 0) await grant(customer, credits);
      return customer;
    },
    upload(customer, file, name = 'picture.png') {
      const body = new FormData();
      body.set('file', new Blob([Buffer.from(file)]), name);
      return call('POST', '/v1/assets', { key: customer.key, body });
    },
    async close() {
      service.stopWaiting();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service.close();
      await Promise.all([pool.close(), temporal.close(), authPool.end()]);
      await Promise.all([authDatabase.close(), appDatabase.close()]);
      await rm(folder, { recursive: true, force: true });
      await db.close();
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

function counting(database: Database, counter: { queries: number }): Database {
  return {
    ...database,
    query(...query) {
      counter.queries += 1;
      return database.query(...query);
    },
    withOrganization(...work) {
      counter.queries += 1;
      return database.withOrganization(...work);
    },
  };
}
