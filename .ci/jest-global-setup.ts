import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { serversVariable } from './ask-test-servers.ts';

declare global {
  var atelierTestServers: ChildProcess | undefined;
}

/** What jest says of this run, as far as it matters here. */
interface Run {
  readonly testPathPatterns: { readonly patterns: readonly string[] };
}

/** Starts the process that has the suite's own servers; for the whole suite, it starts them at once. */
export default async function setUp({ testPathPatterns }: Run): Promise<void> {
  // Every child of a test is started with the code that an earlier one has compiled.
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/node');
  const whole = testPathPatterns.patterns.length === 0;
  const servers = fork(new URL('./test-servers.ts', import.meta.url), whole ? ['--all'] : [], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  globalThis.atelierTestServers = servers;
  const origin = await new Promise<string>((resolve, reject) => {
    servers.once('message', ({ origin }: { origin: string }) => {
      resolve(origin);
    });
    servers.once('exit', () => {
      reject(new Error("the suite's own servers did not start; the reason stands above"));
    });
  });
  servers.removeAllListeners('exit');
  process.env[serversVariable] = origin;
}

/** Stops what `setUp` started and waits until it is gone. */
export async function tearDown(): Promise<void> {
  const servers = globalThis.atelierTestServers;
  if (!servers?.connected) return;
  const exited = once(servers, 'exit');
  servers.disconnect();
  await exited;
}
