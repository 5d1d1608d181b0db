import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparePostgres } from '../db/embedded/embedded-postgres.ts';
import { usualOrFreePort } from '../start/processes/ports.ts';
import { serverProcess } from '../start/processes/process-kinds.ts';
import { supervise, type Supervised } from '../start/processes/supervise.ts';
import { findTemporal } from '../temporal-config/find-server.ts';
import { temporalServer } from '../temporal-config/server.ts';

/** What the suite needs to reach its own servers; sent to jest's set-up over IPC. */
export interface TestServers {
  adminUrl: string;
  temporalAddress: string;
  temporalNamespace: string;
  temporalCli: string;
}

/**
 * The suite's own PostgreSQL and Temporal, in a process of their own: it stops both and removes their folder when the
 * channel to jest closes, so that not even a `kill -9` of jest leaves anything behind.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-test-'));
  await chmod(folder, 0o755);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const running: Supervised[] = [];
  const starting: Promise<unknown>[] = [];
  let closing: Promise<void> | undefined;

  const close = (): Promise<void> =>
    (closing ??= (async () => {
      await Promise.allSettled(starting);
      await Promise.all(running.map((server) => server.stop()));
      await rm(folder, { recursive: true, force: true });
      process.exit();
    })());
  process.on('disconnect', () => void close());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void close());

  const start = async <T extends Parameters<typeof serverProcess>[1]>(
    name: string,
    prepare: () => Promise<T>,
  ) => {
    const program = await prepare();
    const log = join(folder, `${name}.log`);
    running.push(
      await supervise(serverProcess(name, program, log), { say, onRestarted: () => undefined }),
    );
    return program;
  };
  const temporalNamespace = 'atelier';
  const postgresPort = await usualOrFreePort(0);
  const temporalPort = await usualOrFreePort(0);
  const postgres = start('postgres', () =>
    preparePostgres({
      folder: join(folder, 'postgres'),
      port: postgresPort,
      password: 'test',
      durable: false,
    }),
  );
  const temporal = start('temporal', async () => {
    const program = await findTemporal({ environment: process.env, say });
    const databaseFile = join(folder, 'temporal.db');
    return temporalServer({
      program,
      databaseFile,
      namespace: temporalNamespace,
      port: temporalPort,
      uiPort: null,
    });
  });
  starting.push(postgres, temporal);

  const [{ adminUrl }, { command, address }] = await Promise.all([postgres, temporal]);
  const servers: TestServers = {
    adminUrl,
    temporalAddress: address,
    temporalNamespace,
    temporalCli: command,
  };
  if (process.connected) process.send?.({ type: 'ready', servers });
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
