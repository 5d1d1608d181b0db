import { bootstrapRoles } from '../../db/bootstrap.ts';
import { preparePostgres } from '../../db/embedded/embedded-postgres.ts';
import { isOwnPlace } from '../../db/embedded/postgres-account.ts';
import { readEnv, type Env } from '../../env.ts';
import { findTemporal } from '../../temporal-config/find-temporal.ts';
import { adoptTemporal, temporalServer } from '../../temporal-config/server.ts';
import type { DataFolder } from '../data/data-folder.ts';
import { freeHiddenPlace, onUsualPort, portsWithoutPages } from './ports.ts';
import type { Secrets } from '../data/secrets.ts';
import { serverProcess } from './process-kinds.ts';
import type { ProcessSpec, Supervised } from './supervise.ts';
import { guardUi } from './ui-guard.ts';

/** How the parts below start a process: supervised, and stopped with the instance. */
export type Run = (spec: ProcessSpec) => Promise<Supervised>;

interface DatabaseUrls {
  app: string;
  owner: string;
  auth: string;
}

export interface Postgres {
  urls: DatabaseUrls;
  process: Supervised | null;
  /** For people: port, and the place when it is not the data folder. */
  detail: string;
}

export interface Temporal {
  address: string;
  namespace: string;
  uiUrl: string | null;
  cli: string | null;
  process: Supervised | null;
  detail: string;
}

const database = 'atelier';
const postgresPort = 5432;
const temporalPort = 7233;
const temporalUiPort = 8233;

/** The database of DATABASE_URL, or an embedded one with its roles. */
export async function startPostgres(
  env: Env,
  data: DataFolder,
  secrets: Secrets,
  run: Run,
): Promise<Postgres> {
  if (env.DATABASE_URL !== undefined) {
    const given = readEnv(process.env, ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_AUTH_URL']);
    const urls = {
      app: given.DATABASE_URL,
      owner: given.DATABASE_OWNER_URL,
      auth: given.DATABASE_AUTH_URL,
    };
    return { urls, process: null, detail: 'DATABASE_URL' };
  }
  return onUsualPort(postgresPort, (port) => embeddedPostgres(data, port, secrets, run));
}

async function embeddedPostgres(
  data: DataFolder,
  port: number,
  secrets: Secrets,
  run: Run,
): Promise<Postgres> {
  const password = secrets.databaseAdmin;
  const program = await preparePostgres({ folder: data.postgres, port, password, durable: true });
  const running = await run(serverProcess('postgres', program, data.log('postgres')));
  const passwords = {
    owner: secrets.databaseOwner,
    app: secrets.databaseApp,
    auth: secrets.databaseAuth,
  };
  await bootstrapRoles(program.adminUrl, { database, passwords });
  const urlOf = (role: keyof typeof passwords) =>
    `postgres://atelier_${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
  return {
    urls: { app: urlOf('app'), owner: urlOf('owner'), auth: urlOf('auth') },
    process: running,
    detail: `port ${port}${elsewhere(data, program.location)}`,
  };
}

function elsewhere(data: DataFolder, location: string): string {
  if (location === data.postgres) return '';
  const why = isOwnPlace(location)
    ? `its own user could not reach ${data.root}`
    : `${data.postgres} is a link to it`;
  return `, in ${location} (${why})`;
}

/** The Temporal of TEMPORAL_ADDRESS, or an embedded dev server with its Web UI. */
export async function startTemporal(
  env: Env,
  data: DataFolder,
  run: Run,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Temporal> {
  const namespace = env.TEMPORAL_NAMESPACE;
  if (env.TEMPORAL_ADDRESS !== undefined) {
    const uiUrl = env.TEMPORAL_UI_URL ?? null;
    const trouble = await adoptTemporal(env.TEMPORAL_ADDRESS, namespace, { signal });
    return {
      address: env.TEMPORAL_ADDRESS,
      namespace,
      uiUrl,
      cli: null,
      process: null,
      detail:
        trouble === null ? 'TEMPORAL_ADDRESS' : `TEMPORAL_ADDRESS, not all set up: ${trouble}`,
    };
  }
  const cli = await findTemporal({
    environment: process.env,
    say: (line) => {
      // A stop also ends the look at a program that is there: no reason to download one.
      signal.throwIfAborted();
      say(`  ${line}`);
    },
    signal,
  });
  const databaseFile = data.temporal;
  const [httpPort, metricsPort, uiElsewhere = 0] = await portsWithoutPages(3);
  const ui = await freeHiddenPlace(uiElsewhere);
  return await onUsualPort(temporalPort, (port) =>
    onUsualPort(temporalUiPort, async (uiPort) => {
      await guardUi({ port: uiPort, ui, signal });
      const ports = { port, httpPort, metricsPort };
      const program = temporalServer({ program: cli, databaseFile, namespace, ui, ...ports });
      const running = await run(serverProcess('temporal', program, data.log('temporal')));
      return {
        address: program.address,
        namespace,
        uiUrl: env.TEMPORAL_UI_URL ?? `http://localhost:${uiPort}`,
        cli,
        process: running,
        detail: `port ${port}, Web UI on ${uiPort}`,
      };
    }),
  );
}
