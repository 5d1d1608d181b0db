import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supervise, type ProcessSpec, type Supervised } from '../start/processes/supervise.ts';
import type { TestServers } from './ask-test-servers.ts';
import { isServer, startServer, type Ask } from './start-test-server.ts';

const everything = ['postgres', 'temporal'] as const;

/**
 * The suite's own servers, in a process of their own: it starts each when a test file asks for it, stops them all and
 * removes their folder when the channel to jest closes, so that not even a `kill -9` of jest leaves anything behind.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-test-'));
  await chmod(folder, 0o755);
  const stopping = new AbortController();
  const { signal } = stopping;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const running: Supervised[] = [];
  const started = new Map<keyof TestServers, Promise<TestServers[keyof TestServers]>>();
  let closing: Promise<void> | undefined;

  const run = async (spec: ProcessSpec): Promise<void> => {
    running.push(await supervise(spec, { say, onRestarted: () => undefined, signal }));
  };
  // Started once, however many ask.
  const ask = ((name) => {
    const answer = started.get(name) ?? startServer(name, { folder, signal, say, run, ask });
    started.set(name, answer);
    return answer;
  }) as Ask;

  const stop = (which: (server: Supervised) => boolean) =>
    Promise.all(running.filter(which).map((server) => server.stop()));
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      stopping.abort(new Error('the suite is over'));
      await Promise.allSettled(started.values());
      // It writes to the others until it has stopped.
      await stop(({ name }) => name === 'studio');
      await stop(({ name }) => name !== 'studio');
      await rm(folder, { recursive: true, force: true });
      process.exit();
    })());
  process.on('disconnect', () => void close());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void close());

  const origin = await serve(ask);
  if (process.connected) process.send?.({ origin });
  if (process.argv.includes('--all')) await Promise.allSettled(everything.map((name) => ask(name)));
}

/** Answers `GET /<server>` once that server runs, or why it does not. */
async function serve(ask: Ask): Promise<string> {
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? '';
    if (!isServer(name)) {
      response.writeHead(404).end(`there is no ${name}`);
      return;
    }
    void ask(name).then(
      (answer) => response.end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
