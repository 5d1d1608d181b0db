import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '../db/migrate.ts';
import { seedDemo } from '../db/seed.ts';
import type { Env } from '../env.ts';
import { buildWhenStale, webBuild, workflowBuild, type Build } from './builds.ts';
import { ownProcesses } from './processes/own-processes.ts';
import type { DataFolder } from './data/data-folder.ts';
import { demoEmail, describeDemo, type Demo } from './demo.ts';
import { writePrivateJson } from './data/private-file.ts';
import { createLaunches } from './processes/launches.ts';
import { endProcesses, ownHelpers } from './processes/process-table.ts';
import { keepSecrets, type Secrets } from './data/secrets.ts';
import {
  startPostgres,
  startTemporal,
  type Postgres,
  type Run,
} from './processes/embedded-servers.ts';
import { drainGraceMs } from './processes/process-kinds.ts';
import type { Terminal } from './terminal.ts';

const root = join(import.meta.dirname, '..');

/** What a start runs by the way (`initdb`, a build) has nothing to put in order. */
const helperGraceMs = 1_000;

export interface Instance {
  /** Starts every part and waits until all of them answer. @throws Error with the first part's reason */
  start: () => Promise<Demo>;
  /** Stops what runs, in order; also in the middle of a start. */
  stop: () => Promise<void>;
}

/** One instance on one data folder, whose lock the caller holds. */
export function createInstance(env: Env, data: DataFolder, terminal: Terminal): Instance {
  const stopping = new AbortController();
  const underWay: Promise<unknown>[] = [];
  let describe: (() => Demo) | null = null;

  function writeDemo(): void {
    if (describe && !stopping.signal.aborted) writePrivateJson(data.demo, describe());
  }

  const { say } = terminal;
  const launches = createLaunches({ say, onRestarted: writeDemo }, stopping.signal);
  const { run } = launches;
  const followed = <Work extends Promise<unknown>>(work: Work): Work => {
    underWay.push(work);
    return work;
  };

  async function start(): Promise<Demo> {
    // That of an earlier run would tell those who wait for it that we are ready.
    rmSync(data.demo, { force: true });
    const secrets = keepSecrets(data.secrets);
    const [{ postgres, organizationId }, temporal] = await Promise.all([
      followed(startDatabase(env, data, secrets, run, terminal)),
      terminal.step(
        'temporal',
        () => startTemporal(env, data, run, say, stopping.signal),
        ({ detail }) => detail,
      ),
      build(workflowBuild, terminal, stopping.signal),
      followed(build(webBuild, terminal, stopping.signal)),
    ]);
    const own = ownProcesses(env, data, secrets, { postgres, temporal });
    const [worker, api] = await Promise.all([
      terminal.step('worker', () => run(own.worker)),
      terminal.step('api', () => run(own.api)),
    ]);
    const parts = { postgres, temporal, api, worker, organizationId };
    describe = () => describeDemo(env, secrets, parts);
    writeDemo();
    return describe();
  }

  async function stop(): Promise<void> {
    // Looked for before the abort: a helper's own children are lost from sight once it ends.
    const helpers = ownHelpers();
    stopping.abort(new Error('stopped'));
    // Those who write first (a start does so too), then what they write to.
    await Promise.all([
      endProcesses(helpers, 'SIGTERM', helperGraceMs),
      Promise.race([Promise.allSettled(underWay), delay(drainGraceMs)]),
      launches.stop('api', 'worker'),
    ]);
    await launches.stop('temporal');
    await launches.stop('postgres');
    await endProcesses(ownHelpers(), 'SIGKILL', 0);
  }

  return { start, stop };
}

function build(what: Build, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  return terminal.step(
    what.name,
    () => buildWhenStale(what, root, signal),
    (made) => (made ? 'built' : 'up to date'),
  );
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
