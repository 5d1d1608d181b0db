import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askTestServers } from '../../.ci/ask-test-servers.ts';
import { usualOrFreePort } from '../../start/processes/ports.ts';
import { supervise, type Supervised } from '../../start/processes/supervise.ts';
import { temporalServer } from '../../temporal-config/server.ts';

const namespace = 'atelier';

/** A Temporal server that a test may kill: its own file, its own port, the flags of every installation. */
export interface OwnTemporal {
  readonly address: string;
  readonly namespace: string;
  /** As `kill -9` would; answers when the process is gone. */
  kill(): Promise<void>;
  /** On the same file and port; answers when it serves. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function createOwnTemporal(): Promise<OwnTemporal> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-temporal-'));
  const { cli } = await askTestServers('temporal-cli');
  const program = temporalServer({
    program: cli,
    databaseFile: join(folder, 'temporal.db'),
    namespace,
    port: await usualOrFreePort(0),
    ui: null,
  });
  const spec = {
    name: 'temporal',
    // In the test's own process group, so that Ctrl-C ends it too.
    launch: () => spawn(program.command, program.args, { ...program.options, stdio: 'ignore' }),
    answers: program.answers,
    stopSignal: 'SIGKILL',
    stopGraceMs: 1_000,
    lastWords: () => '',
  } as const;
  let running: Supervised | null = null;

  async function start(): Promise<void> {
    running = await supervise(spec, { say: () => undefined, onRestarted: () => undefined });
  }
  async function kill(): Promise<void> {
    await running?.stop();
    running = null;
  }

  await start();
  return {
    address: program.address,
    namespace,
    kill,
    start,
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
