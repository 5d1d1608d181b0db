import { join } from 'node:path';
import { publicId } from '../db/ids.ts';
import { migrate } from '../db/migrate.ts';
import { seedDemo } from '../db/seed.ts';
import type { Env } from '../env.ts';
import { buildWhenStale, webBuild, workflowBuild, type Build } from './builds.ts';
import type { DataFolder } from './data-folder.ts';
import { ownMarker } from './orphans.ts';
import { writePrivateJson } from './private-file.ts';
import { keepSecrets, type Secrets } from './secrets.ts';
import { startPostgres, startTemporal, type Postgres, type Run, type Temporal } from './servers.ts';
import { nodeService } from './services.ts';
import { supervise, type Supervised } from './supervise.ts';
import type { Terminal } from './terminal.ts';

const root = join(import.meta.dirname, '..');
const demoEmail = 'demo@atelier.local';

export interface Instance {
  /** Starts every part and waits until all of them answer. @throws Error with the first part's reason */
  start: () => Promise<Demo>;
  /** Stops what runs, in order; also in the middle of a start. */
  stop: () => Promise<void>;
}

/** What demo.json holds: everything that somebody needs to use and to inspect this instance. */
export interface Demo {
  url: string;
  email: string;
  password: string;
  apiKey: string;
  /** Public id. */
  organization: string;
  /** Of the app's role. */
  databaseUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  temporalCli: string | null;
  temporalUi: string | null;
  /** Of the processes that this instance runs itself. */
  pids: Partial<Record<'api' | 'worker' | 'postgres' | 'temporal', number>>;
}

/** One instance on one data folder, whose lock the caller holds. */
export function createInstance(env: Env, data: DataFolder, terminal: Terminal): Instance {
  const stopping = new AbortController();
  const launches: Promise<Supervised>[] = [];
  let rewriteDemo = () => {};

  const run: Run = (service) => {
    if (stopping.signal.aborted) throw new Error('stopped');
    const launch = supervise(service, {
      say: terminal.say,
      onRestarted: () => {
        rewriteDemo();
      },
    });
    launches.push(launch);
    return launch;
  };
  const build = (what: Build) =>
    terminal.step(
      what.name,
      () => buildWhenStale(what, root, stopping.signal),
      (made) => (made ? 'built' : 'up to date'),
    );

  async function start(): Promise<Demo> {
    const secrets = keepSecrets(data.secrets);
    const [{ postgres, organizationId }, temporal] = await Promise.all([
      startDatabase(env, data, secrets, run, terminal),
      terminal.step(
        'temporal',
        () => startTemporal(env, data, run, terminal.say, stopping.signal),
        ({ detail }) => detail,
      ),
      build(workflowBuild),
      build(webBuild),
    ]);
    const shared = childEnvironment(env, postgres, temporal);
    const child = (name: 'api' | 'worker', path: string, own: Record<string, string>) =>
      terminal.step(name, () =>
        run(
          nodeService({
            name,
            module: new URL(path, import.meta.url),
            environment: { ...shared, ...own },
            logFile: data.log(name),
            marker: ownMarker(data),
          }),
        ),
      );
    const [worker, api] = await Promise.all([
      child('worker', '../activities/worker.ts', {}),
      child('api', '../api/server.ts', {
        DATABASE_AUTH_URL: postgres.urls.auth,
        AUTH_SECRET: env.AUTH_SECRET ?? secrets.authSecret,
        URL_SIGNING_SECRET: env.URL_SIGNING_SECRET ?? secrets.urlSigningSecret,
      }),
    ]);
    const running = { api, worker, postgres: postgres.process, temporal: temporal.process };
    const describe = (): Demo => ({
      url: env.APP_ORIGIN,
      email: demoEmail,
      password: secrets.demoPassword,
      apiKey: secrets.demoApiKey,
      organization: publicId('org', organizationId),
      databaseUrl: postgres.urls.app,
      temporalAddress: temporal.address,
      temporalNamespace: temporal.namespace,
      temporalCli: temporal.cli,
      temporalUi: temporal.uiUrl,
      pids: Object.fromEntries(
        Object.entries(running).flatMap(([name, process]) =>
          process ? [[name, process.pid()]] : [],
        ),
      ),
    });
    rewriteDemo = () => {
      writePrivateJson(data.demo, describe());
    };
    rewriteDemo();
    return describe();
  }

  async function stop(): Promise<void> {
    stopping.abort();
    rewriteDemo = () => {};
    const settled = await Promise.allSettled(launches);
    const running = settled.flatMap((launch) =>
      launch.status === 'fulfilled' ? [launch.value] : [],
    );
    // Those who write first, then what they write to.
    for (const names of [['api', 'worker'], ['temporal'], ['postgres']]) {
      await Promise.all(
        running.filter(({ name }) => names.includes(name)).map((part) => part.stop()),
      );
    }
  }

  return { start, stop };
}

async function startDatabase(
  env: Env,
  data: DataFolder,
  secrets: Secrets,
  run: Run,
  terminal: Terminal,
): Promise<{ postgres: Postgres; organizationId: string }> {
  const postgres = await terminal.step(
    'postgres',
    () => startPostgres(env, data, secrets, run),
    ({ detail }) => detail,
  );
  await terminal.step(
    'migrations',
    () => migrate(postgres.urls.owner),
    ({ migrations }) => (migrations > 0 ? `${migrations} applied` : 'up to date'),
  );
  const { organizationId } = await terminal.step('demo', () =>
    seedDemo({
      authUrl: postgres.urls.auth,
      appUrl: postgres.urls.app,
      email: demoEmail,
      password: secrets.demoPassword,
      apiKey: secrets.demoApiKey,
    }),
  );
  return { postgres, organizationId };
}

/** What both children get; secrets go to the one that needs them. */
function childEnvironment(env: Env, postgres: Postgres, temporal: Temporal): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL, DATABASE_AUTH_URL, AUTH_SECRET, URL_SIGNING_SECRET, ...inherited } =
    process.env;
  return {
    ...inherited,
    NODE_ENV: 'production',
    // Compiled code of an earlier start: a third less time until a process serves.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
    PORT: String(env.PORT),
    HOST: env.HOST,
    ATELIER_DATA: env.ATELIER_DATA,
    APP_ORIGIN: env.APP_ORIGIN,
    STORAGE_FOLDER: env.STORAGE_FOLDER,
    SCRATCH_FOLDER: env.SCRATCH_FOLDER,
    DATABASE_URL: postgres.urls.app,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_UI_URL: temporal.uiUrl ?? '',
  };
}
