import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../db/migrate.ts';
import { seedDemo } from '../db/seed.ts';
import type { Env } from '../env.ts';
import { buildWhenStale, webBuild, workflowBuild, type Build } from './builds.ts';
import { ownServices } from './children.ts';
import type { DataFolder } from './data-folder.ts';
import { demoEmail, describeDemo, type Demo } from './demo.ts';
import { writePrivateJson } from './private-file.ts';
import { keepSecrets, type Secrets } from './secrets.ts';
import { startPostgres, startTemporal, type Postgres, type Run } from './servers.ts';
import { supervise, type Supervised } from './supervise.ts';
import type { Terminal } from './terminal.ts';

const root = join(import.meta.dirname, '..');

/** Those who write first, then what they write to. */
const stopOrder = [['api', 'worker'], ['temporal'], ['postgres']];

export interface Instance {
  /** Starts every part and waits until all of them answer. @throws Error with the first part's reason */
  start: () => Promise<Demo>;
  /** Stops what runs, in order; also in the middle of a start. */
  stop: () => Promise<void>;
}

/** One instance on one data folder, whose lock the caller holds. */
export function createInstance(env: Env, data: DataFolder, terminal: Terminal): Instance {
  const stopping = new AbortController();
  const launches: Promise<Supervised>[] = [];
  let describe: (() => Demo) | null = null;

  function writeDemo(): void {
    if (describe && !stopping.signal.aborted) writePrivateJson(data.demo, describe());
  }

  const run: Run = (service) => {
    stopping.signal.throwIfAborted();
    const launch = supervise(service, {
      say: terminal.say,
      onRestarted: writeDemo,
      signal: stopping.signal,
    });
    launches.push(launch);
    return launch;
  };

  async function start(): Promise<Demo> {
    // That of an earlier run would tell those who wait for it that we are ready.
    rmSync(data.demo, { force: true });
    const secrets = keepSecrets(data.secrets);
    const [{ postgres, organizationId }, temporal] = await Promise.all([
      startDatabase(env, data, secrets, run, terminal),
      terminal.step(
        'temporal',
        () => startTemporal(env, data, run, terminal.say, stopping.signal),
        ({ detail }) => detail,
      ),
      build(workflowBuild, terminal, stopping.signal),
      build(webBuild, terminal, stopping.signal),
    ]);
    const own = ownServices(env, data, secrets, { postgres, temporal });
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
    stopping.abort(new Error('stopped'));
    const settled = await Promise.allSettled(launches);
    const running = settled.flatMap((launch) =>
      launch.status === 'fulfilled' ? [launch.value] : [],
    );
    for (const names of stopOrder) {
      const turn = running.filter(({ name }) => names.includes(name));
      await Promise.all(turn.map((part) => part.stop()));
    }
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
