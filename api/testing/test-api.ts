import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { createDatabase, type Database } from '../../db/client.ts';
import { parseId, type IdPrefix } from '../../domain/ids.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import {
  createTestDatabase,
  refuseHeldCredits,
  type TestDatabase,
} from '../../db/testing/test-database.ts';
import { createIntake } from '../../media/intake/intake.ts';
import { createPreviews } from '../../media/previews/previews.ts';
import { createChildPool } from '../../media/children/pool.ts';
import { catalogue } from '../../operations/index.ts';
import type { Operation } from '../../operations/operation.ts';
import { createLocalDiskStore } from '../../storage/local-disk.ts';
import type { Pace } from '../http/pace.ts';
import { limitConnections } from '../limited-database.ts';
import { createApplication, type Application, type ApplicationParts } from '../application.ts';
import { createTemporalClient } from '../temporal-client.ts';
import type { Invitation } from '../auth/invitations.ts';
import type { BuiltPages } from './built-pages.ts';
import { makeCustomer, signUpPerson, type TestCustomer, type TestPerson } from './people.ts';

export type { TestCustomer } from './people.ts';
import { watchBytesRead } from './bytes-read.ts';
import { counting, countingRuns } from './counting.ts';
import { createHttpClient, type HttpClient, type TestAnswer } from './http-client.ts';

/** The real application on a real port, on a real database and disk; Temporal is down unless an address is given. */
export interface TestApi {
  readonly origin: string;
  readonly db: TestDatabase;
  readonly application: Application;
  /** Every line that was logged. */
  readonly logged: Record<string, unknown>[];
  /** The login that sees accounts. */
  readonly auth: Pick<Database, 'query'>;
  uuidOf(prefix: IdPrefix, id: string | undefined): string;
  /** How often the database was asked so far. */
  queries(): number;
  /** How often a picture was decoded so far. */
  decodes(): number;
  /** What was read of an answered request. */
  readonly bytesRead: ReturnType<typeof watchBytesRead>;
  /** Paths of all files that are stored for good, in order. */
  storedObjects(): Promise<string[]>;
  /** Names of what is being taken in just now. */
  scratchFiles(): Promise<string[]>;
  customer(credits?: number): Promise<TestCustomer>;
  /** Somebody who was invited, made an account and signed in. */
  person(staff?: Invitation['staff']): Promise<TestPerson>;
  grant(customer: TestCustomer, credits: number): Promise<void>;
  readonly call: HttpClient;
  upload(customer: TestCustomer, file: Uint8Array, name?: string): Promise<TestAnswer>;
  close(): Promise<void>;
}

interface Options {
  /** Where the application finds its database, if not where the test does. */
  readonly reroute?: (url: string) => string;
  readonly temporalAddress?: string;
  readonly operations?: readonly Operation[];
  readonly signUp?: ApplicationParts['signUp'];
  readonly trustedProxies?: ApplicationParts['trustedProxies'];
  readonly pace?: Pace;
  /** Serves the pages too, of `builtPages`; without them the API alone. */
  readonly pages?: BuiltPages;
  /** The address that people type, where it is not that of the port. */
  readonly publicOrigin?: string;
}

export async function createTestApi(options: Options = {}): Promise<TestApi> {
  const db = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'atelier-api-'));
  const server = createServer();
  const origin = await listen(server);
  const logged: Record<string, unknown>[] = [];
  const counter = { queries: 0, decodes: 0 };
  const { parts, stop } = makeParts({ ...options, db, folder, origin, logged, counter });
  const application = createApplication(parts);
  const bytesRead = watchBytesRead(server);
  server.on('request', application.express);
  const call = createHttpClient(origin);
  async function grant({ organizationId }: TestCustomer, credits: number): Promise<void> {
    await db.database.withOrganization(organizationId, (tx) =>
      tx.query('select grant_credits($1, $2, $3)', [organizationId, uuidv7(), credits]),
    );
  }

  return {
    origin,
    db,
    application,
    grant,
    logged,
    call,
    auth: parts.authDatabase,
    uuidOf: (prefix, id) => parseId(prefix, id ?? '') ?? '',
    queries: () => counter.queries,
    decodes: () => counter.decodes,
    bytesRead,
    async storedObjects() {
      const all = await readdir(join(folder, 'storage'), { recursive: true, withFileTypes: true });
      const files = all.filter((entry) => entry.isFile());
      return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
    },
    scratchFiles: () => readdir(join(folder, 'scratch')).catch(() => []),
    async customer(credits = 0) {
      const customer = await makeCustomer(db);
      if (credits > 0) await grant(customer, credits);
      return customer;
    },
    person: (staff = []) =>
      signUpPerson({ application, sql: parts.authDatabase, origin: parts.origin, staff }),
    upload(customer, file, name = 'picture.png') {
      const body = new FormData();
      body.set('file', new Blob([Buffer.from(file)]), name);
      return call('POST', '/v1/assets', { key: customer.key, body });
    },
    async close() {
      application.stopWaiting();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await application.close();
      await stop();
      await rm(folder, { recursive: true, force: true });
      await refuseHeldCredits(db);
      await db.close();
    },
  };
}

interface Ground extends Options {
  readonly db: TestDatabase;
  readonly folder: string;
  readonly origin: string;
  readonly logged: Record<string, unknown>[];
  readonly counter: { queries: number; decodes: number };
}

/** The outside parts, all of them real, and how to stop them. */
function makeParts(ground: Ground): { parts: ApplicationParts; stop: () => Promise<void> } {
  const { reroute = (url: string) => url, db, folder, origin } = ground;
  const log = pino(
    { level: 'debug' },
    {
      write: (line) => {
        ground.logged.push(JSON.parse(line) as Record<string, unknown>);
      },
    },
  );
  const authUrl = reroute(db.authUrl);
  const connections = { atOnceMax: 10, waitingMax: 5_000 };
  const pooled = createDatabase({ url: reroute(db.appUrl), max: 10, applicationName: 'api' });
  const database = limitConnections(pooled, connections);
  const authDatabase = createDatabase({ url: authUrl, max: 2, applicationName: 'auth' });
  const authPool = new pg.Pool({ connectionString: authUrl, max: 2 }).on('error', () => undefined);
  const pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 30_000 });
  const address = ground.temporalAddress ?? '127.0.0.1:9';
  const at = { address, namespace: 'atelier', taskQueue: uuidv7(), origin };
  const temporal = createTemporalClient({ ...at, log });
  const store = createLocalDiskStore({ folder: join(folder, 'storage') });
  const scratchFolder = join(folder, 'scratch');
  const parts: ApplicationParts = {
    database: counting(database, ground.counter),
    authDatabase,
    authPool,
    store,
    intake: createIntake({ pool: countingRuns(pool, ground.counter), scratchFolder }),
    previews: createPreviews({ pool, store, scratchFolder }),
    temporal,
    catalogue: ground.operations ?? catalogue,
    origin: ground.publicOrigin ?? origin,
    signUp: ground.signUp ?? 'invite',
    trustedProxies: ground.trustedProxies ?? [],
    authSecret: 'a secret of thirty-two characters',
    urlSigningSecret: 'another secret of 32 characters!',
    cross: () => undefined,
    log,
    pace: ground.pace,
    pages: ground.pages?.(ground.publicOrigin ?? origin) ?? (() => []),
  };
  const stop = async () => {
    await Promise.all([pool.close(), temporal.close(), authPool.end()]);
    await Promise.all([authDatabase.close(), database.close()]);
  };
  return { parts, stop };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
