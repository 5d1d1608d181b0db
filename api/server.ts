import { createServer, type Server } from 'node:http';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import type { RequestHandler } from 'express';
import pg from 'pg';
import { pino, type Logger } from 'pino';
import { createDatabase } from '../db/client.ts';
import { type Env, readEnv } from '../env.ts';
import { createIntake } from '../media/intake/intake.ts';
import { createPreviews } from '../media/previews/previews.ts';
import { createChildPool } from '../media/children/pool.ts';
import { catalogue } from '../operations/index.ts';
import { createLocalDiskStore } from '../storage/local-disk.ts';
import { captureConsole } from './http/library-log.ts';
import { limitConnections } from './limited-database.ts';
import { createApplication, type Application } from './application.ts';
import type { PageApi } from './pages/page-api.ts';
import { createTemporalClient } from './temporal-client.ts';
import { servePages } from './pages/serve-pages.ts';

const needed = [
  'DATABASE_URL',
  'DATABASE_AUTH_URL',
  'TEMPORAL_ADDRESS',
  'AUTH_SECRET',
  'URL_SIGNING_SECRET',
] as const;
type ServerEnv = Env<(typeof needed)[number]>;

/** What a request may still take once the process was asked to stop. */
const drainMs = 4_000;
const connectMs = 1_500;
const requestMs = 30 * 60_000;
/** Connections to the database, and requests that may wait for one. */
const connections = { atOnceMax: 16, waitingMax: 5_000 };
const build = new URL('../build/web/', import.meta.url);

/** Serves API and pages until the process is asked to stop. */
export async function runServer(
  env: ServerEnv,
  cross: (point: 'accept.committed') => void,
): Promise<void> {
  const log = pino({ level: env.LOG_LEVEL, base: { part: 'api' } });
  captureConsole(log);
  const pooled = createDatabase({
    url: env.DATABASE_URL,
    max: connections.atOnceMax,
    applicationName: 'api',
  });
  const database = limitConnections(pooled, connections);
  const authDatabase = createDatabase({
    url: env.DATABASE_AUTH_URL,
    max: 4,
    applicationName: 'api-memberships',
  });
  const authPool = createAuthPool(env.DATABASE_AUTH_URL);
  const pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 30_000 });
  const temporal = createTemporalClient({
    address: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    taskQueue: env.TEMPORAL_TASK_QUEUE,
    origin: env.APP_ORIGIN,
    log,
  });
  const pages = await loadPages(env.APP_ORIGIN, log);
  const store = createLocalDiskStore({ folder: env.STORAGE_FOLDER });
  const scratchFolder = env.SCRATCH_FOLDER;
  const application = createApplication({
    database,
    authDatabase,
    authPool,
    store,
    intake: createIntake({ pool, scratchFolder }),
    previews: createPreviews({ pool, store, scratchFolder }),
    temporal,
    catalogue,
    origin: env.APP_ORIGIN,
    authSecret: env.AUTH_SECRET,
    signUp: env.SIGN_UP,
    trustedProxies: env.TRUSTED_PROXIES,
    urlSigningSecret: env.URL_SIGNING_SECRET,
    cross,
    log,
    pages,
  });
  const server = createServer(application.express);
  // Longer than a proxy keeps its idle connections: otherwise it sends a request into a closed one.
  server.keepAliveTimeout = 75_000;
  // Node's five minutes would cut off 50 MB on a line of 1 Mbit/s; what stands still is ended by its reader.
  server.requestTimeout = requestMs;
  await listen(server, env.PORT, env.HOST);
  process.send?.({ type: 'ready' });
  log.info({ origin: env.APP_ORIGIN, port: env.PORT }, 'api ready');

  await askedToStop();
  await drain(server, application);
  await Promise.allSettled([
    application.close(),
    pool.close(),
    temporal.close(),
    authPool.end(),
    authDatabase.close(),
    database.close(),
  ]);
}

/** better-auth wants the driver's own pool. */
function createAuthPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: 4,
    application_name: 'api-auth',
    connectionTimeoutMillis: connectMs,
    statement_timeout: 10_000,
    keepAlive: true,
  });
  // An idle connection was lost: the pool has dropped it already and makes a new one when asked.
  return pool.on('error', () => undefined);
}

/** The finished build of the pages; without one only the API is served. */
async function loadPages(
  origin: string,
  log: Logger,
): Promise<(api: PageApi) => readonly RequestHandler[]> {
  const entry = new URL('server/index.js', build);
  if (!existsSync(entry)) {
    log.warn('no build of the pages: serving the API alone');
    return () => [];
  }
  const loaded = (await import(entry.href)) as ServerBuild;
  const clientFolder = fileURLToPath(new URL('client', build));
  return (api) => servePages({ build: loaded, clientFolder, origin, api });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Resolves when somebody wants the process to end, or the parent is gone. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) {
      process.once(event, () => {
        resolve();
      });
    }
  });
}

/** Takes no new connection, lets those who wait go, gives the rest a moment, then cuts what is left. */
async function drain(server: Server, application: Application): Promise<void> {
  application.stopWaiting();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, drainMs);
  await closed;
  clearTimeout(cut);
}

if (import.meta.main) {
  const neverCrash = () => undefined;
  await runServer(readEnv(process.env, needed), neverCrash);
  process.exit(0);
}
