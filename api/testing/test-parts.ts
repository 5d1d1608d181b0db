import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { createDatabase } from '../../db/client.ts';
import type { TestDatabase } from '../../db/testing/test-database.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import { createChildPool } from '../../media/children/pool.ts';
import { createIntake } from '../../media/intake/intake.ts';
import { createPreviews } from '../../media/previews/previews.ts';
import { catalogue } from '../../operations/index.ts';
import type { Operation } from '../../operations/operation.ts';
import { createLocalDiskStore } from '../../storage/local-disk.ts';
import type { ApplicationParts } from '../application.ts';
import type { Pace } from '../http/pace.ts';
import { limitConnections } from '../limited-database.ts';
import { createTemporalClient } from '../temporal-client.ts';
import type { BuiltPages } from './built-pages.ts';
import { counting, countingRuns } from './counting.ts';

/** What a test may want otherwise. */
export interface Options {
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

interface Ground extends Options {
  readonly db: TestDatabase;
  readonly folder: string;
  readonly origin: string;
  readonly logged: Record<string, unknown>[];
  readonly counter: { queries: number; decodes: number };
}

/** The outside parts, all of them real, and how to stop them. */
export function makeParts(ground: Ground): { parts: ApplicationParts; stop: () => Promise<void> } {
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
