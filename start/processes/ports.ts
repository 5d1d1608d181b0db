import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from '../data/lock.ts';

const firstOpenPort = 1024;

/**
 * Whether nobody listens on the port (0 asks for any free one); answers the port, or null when it is taken.
 * @throws PortError when nobody could listen there, taken or not
 */
export async function freePort(wanted: number, host: string): Promise<number | null> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(new PortError(error, wanted, host));
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

/** HOST or PORT cannot be listened on; the message is for people. */
export class PortError extends Error {
  override readonly name = 'PortError';

  constructor(cause: NodeJS.ErrnoException, port: number, host: string) {
    super(complaint(cause, port, host), { cause });
  }
}

function complaint({ code = '', message }: NodeJS.ErrnoException, port: number, host: string) {
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAFNOSUPPORT', 'EINVAL'].includes(code))
    return `HOST is wrong: ${host} is no address of this machine (${code}). Set HOST to one that is, for example 127.0.0.1, or 0.0.0.0 for all`;
  if (code === 'EACCES' && port < firstOpenPort)
    return `Port ${port} is not for everybody: ports below ${firstOpenPort} need root. Set PORT to a higher one, for example 3000`;
  return `Port ${port} on ${host} cannot be used (${message}): set PORT or HOST to another`;
}

/** The usual port when it is free, else any that is. */
export async function usualOrFreePort(usual: number): Promise<number> {
  // A usual port that is closed to us is as good as taken.
  const port =
    (await freePort(usual, '127.0.0.1').catch(() => null)) ?? (await freePort(0, '127.0.0.1'));
  if (port === null) throw new Error('no free port on 127.0.0.1');
  return port;
}

/** Ports above 1023 to which no browser connects, whatever page asks: the standard of fetch lists them. */
const closedToBrowsers = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10_080,
];

/** `count` free ports that no page reaches, in an order by chance because others look too; any free ones when all are taken. */
export async function portsWithoutPages(count: number): Promise<number[]> {
  const found: number[] = [];
  const left = [...closedToBrowsers];
  while (found.length < count && left.length > 0) {
    const [candidate = 0] = left.splice(randomInt(left.length), 1);
    const port = await freePort(candidate, '127.0.0.1').catch(() => null);
    if (port !== null) found.push(port);
  }
  while (found.length < count) found.push(await usualOrFreePort(0));
  return found;
}

/**
 * Where something may listen that a page must not find by trying every port of 127.0.0.1. Linux answers on all of
 * 127.0.0.0/8, so that the address is to be guessed; elsewhere it is `elsewhere`, of `portsWithoutPages`.
 */
export async function freeHiddenPlace(elsewhere: number): Promise<{ host: string; port: number }> {
  const host = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const port = await freePort(0, host).catch(() => null);
  return port === null ? { host: '127.0.0.1', port: elsewhere } : { host, port };
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
  // A start that is stopped half-way ends without waiting for the server that it was bringing up.
  const release = () => {
    if (isOurs) lock.release();
  };
  process.once('exit', release);
  try {
    return await use(await usualOrFreePort(isOurs ? usual : 0));
  } finally {
    process.off('exit', release);
    release();
  }
}
