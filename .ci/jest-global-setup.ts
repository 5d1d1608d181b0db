import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createTestTemplate } from '../db/testing/test-database.ts';
import type { TestServers } from './test-servers.ts';

declare global {
  var atelierTestServers: ChildProcess | undefined;
}

/** Starts the suite's own PostgreSQL and Temporal, and migrates the database that every test file clones. */
export default async function setUp(): Promise<void> {
  const keeper = fork(new URL('./test-servers.ts', import.meta.url), [], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  globalThis.atelierTestServers = keeper;
  const servers = await new Promise<TestServers>((resolve, reject) => {
    keeper.once('message', ({ servers }: { servers: TestServers }) => {
      resolve(servers);
    });
    keeper.once('exit', () => {
      reject(new Error("the suite's own servers did not start; the reason stands above"));
    });
  });
  keeper.removeAllListeners('exit');
  const template = await createTestTemplate(servers.adminUrl).catch(async (error: unknown) => {
    // Jest runs no tear-down after a set-up that failed.
    await tearDown();
    throw new Error(`the database template could not be made: ${String(error)}`, { cause: error });
  });
  Object.assign(process.env, template, {
    ATELIER_TEST_TEMPORAL_ADDRESS: servers.temporalAddress,
    ATELIER_TEST_TEMPORAL_NAMESPACE: servers.temporalNamespace,
    ATELIER_TEST_TEMPORAL_CLI: servers.temporalCli,
  });
}

/** Stops what `setUp` started and waits until it is gone. */
export async function tearDown(): Promise<void> {
  const keeper = globalThis.atelierTestServers;
  if (!keeper?.connected) return;
  const exited = once(keeper, 'exit');
  keeper.disconnect();
  await exited;
}
