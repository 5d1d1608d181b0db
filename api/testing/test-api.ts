import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../db/client.ts';
import { parseId, type IdPrefix } from '../../domain/ids.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import {
  createTestDatabase,
  refuseHeldCredits,
  type TestDatabase,
} from '../../db/testing/test-database.ts';
import { createApplication, type Application } from '../application.ts';
import type { Invitation } from '../auth/invitations.ts';
import { makeCustomer, signUpPerson, type TestCustomer, type TestPerson } from './people.ts';

import { watchBytesRead } from './bytes-read.ts';
import { createHttpClient, type HttpClient, type TestAnswer } from './http-client.ts';
import { makeParts, type Options } from './test-parts.ts';

export type { TestCustomer } from './people.ts';

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

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
