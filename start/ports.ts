import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from './lock.ts';

/** Whether nobody listens on the port (0 asks for any free one); answers the port, or null when it is taken. */
export async function freePort(wanted: number, host: string): Promise<number | null> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(null);
    });
    server.listen({ port: wanted, host, exclusive: true }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : wanted;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** The usual port when it is free, else any that is. */
export async function usualOrFreePort(usual: number): Promise<number> {
  const port = (await freePort(usual, '127.0.0.1')) ?? (await freePort(0, '127.0.0.1'));
  if (port === null) throw new Error('no free port on 127.0.0.1');
  return port;
}

/**
 * Keeps the other starts of this user off the usual port while `use` brings up a server there: between the look at a
 * port and the server that listens on it lie seconds.
 */
export async function onUsualPort<Result>(
  usual: number,
  use: (port: number) => Promise<Result>,
): Promise<Result> {
  const user = process.getuid?.() ?? 'user';
  const lock = await takeLock(join(tmpdir(), `atelier-${user}-port-${usual}.json`));
  const isOurs = 'release' in lock;
  try {
    return await use(await usualOrFreePort(isOurs ? usual : 0));
  } finally {
    if (isOurs) lock.release();
  }
}
