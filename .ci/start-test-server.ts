import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preparePostgres } from '../db/embedded/embedded-postgres.ts';
import { cloneTemplate, createTestTemplate, urlsOf } from '../db/testing/test-database.ts';
import { buildWhenStale, webBuild, workflowBuild } from '../start/builds.ts';
import { usualOrFreePort } from '../start/processes/ports.ts';
import { serverProcess } from '../start/processes/process-kinds.ts';
import type { ProcessSpec } from '../start/processes/supervise.ts';
import { findTemporal } from '../temporal-config/find-temporal.ts';
import { temporalServer } from '../temporal-config/server.ts';
import type { TestServers } from './ask-test-servers.ts';

export type Ask = <Name extends keyof TestServers>(name: Name) => Promise<TestServers[Name]>;

/** Where a server of the suite is started, and by what. */
interface Scene {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Starts a process that is stopped with the suite; resolves when it serves. */
  readonly run: (spec: ProcessSpec) => Promise<void>;
  readonly ask: Ask;
}

const root = join(import.meta.dirname, '..');
const namespace = 'atelier';
/** As long as the product itself may take to stop. */
const studioGraceMs = 15_000;

const starters: { [Name in keyof TestServers]: (scene: Scene) => Promise<TestServers[Name]> } = {
  /** With the migrated database that every test file clones. */
  async postgres({ folder, run }) {
    const options = { port: await usualOrFreePort(0), password: 'test', durable: false };
    const program = await preparePostgres({ ...options, folder: join(folder, 'postgres') });
    await run(serverProcess('postgres', program, join(folder, 'postgres.log')));
    return { adminUrl: program.adminUrl, template: await createTestTemplate(program.adminUrl) };
  },

  async 'temporal-cli'({ say, signal }) {
    return { cli: await findTemporal({ environment: process.env, say, signal }) };
  },

  async temporal({ folder, run, ask }) {
    const program = temporalServer({
      program: (await ask('temporal-cli')).cli,
      databaseFile: join(folder, 'temporal.db'),
      namespace,
      port: await usualOrFreePort(0),
      ui: null,
    });
    await run(serverProcess('temporal', program, join(folder, 'temporal.log')));
    return { address: program.address, namespace };
  },

  /** As a person starts it, but on the suite's servers. */
  async studio({ folder, signal, run, ask }) {
    const [{ adminUrl, template }, temporal] = await Promise.all([
      ask('postgres'),
      ask('temporal'),
      // Not within the time that a start may take.
      buildWhenStale(workflowBuild, root, signal),
      buildWhenStale(webBuild, root, signal),
    ]);
    const database = await cloneTemplate({ adminUrl, template });
    const urls = urlsOf(adminUrl, database);
    const data = join(folder, 'studio');
    await run(
      studioProcess(data, {
        PORT: String(await usualOrFreePort(0)),
        ATELIER_DATA: data,
        DATABASE_URL: urls.app,
        DATABASE_OWNER_URL: urls.owner,
        DATABASE_AUTH_URL: urls.auth,
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: temporal.namespace,
        TEMPORAL_TASK_QUEUE: 'studio',
      }),
    );
    const { url } = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as { url: string };
    return { baseUrl: url, database };
  },
};

export function isServer(name: string): name is keyof TestServers {
  return Object.hasOwn(starters, name);
}

export function startServer<Name extends keyof TestServers>(
  name: Name,
  scene: Scene,
): Promise<TestServers[Name]> {
  return starters[name](scene);
}

function studioProcess(data: string, environment: Record<string, string>): ProcessSpec {
  const logFile = `${data}.log`;
  return {
    name: 'studio',
    launch() {
      const log = openSync(logFile, 'a');
      const child = spawn(process.execPath, [join(root, 'start.ts')], {
        env: { ...process.env, ...environment },
        detached: true,
        stdio: ['ignore', log, log],
      });
      closeSync(log);
      return child;
    },
    // Written last, when everything answers.
    answers: () => Promise.resolve(existsSync(join(data, 'demo.json'))),
    stopSignal: 'SIGTERM',
    stopGraceMs: studioGraceMs,
    lastWords: () => readFileSync(logFile, 'utf8').trim(),
  };
}
