import { connect, type Socket } from 'node:net';

/** A request to repeat, and where. */
export interface Load {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
}

const connections = 16;

/**
 * Requests answered in a second by a server that is asked over 16 connections, each sending its next request when it
 * has the whole answer. Plain sockets: the client must cost less than the server that is measured.
 */
export async function requestsPerSecond(load: Load, seconds: number): Promise<number> {
  const lines = Object.entries(load.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET ${load.path} HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}\r\n`;
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(load.port)));
  let answers = 0;
  for (const socket of sockets) {
    let missingBytes = 0;
    socket.on('data', (chunk: Buffer) => {
      if (missingBytes === 0) missingBytes = answerBytes(chunk, load.status);
      missingBytes -= chunk.length;
      if (missingBytes > 0) return;
      answers += 1;
      socket.write(request);
    });
  }
  const startedAt = performance.now();
  for (const socket of sockets) socket.write(request);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const rate = (answers / (performance.now() - startedAt)) * 1_000;
  for (const socket of sockets) socket.removeAllListeners('data').destroy();
  return rate;
}

/** How long the answer is that begins here; its head always comes in one piece on the loopback. */
function answerBytes(chunk: Buffer, status: number): number {
  const headBytes = chunk.indexOf('\r\n\r\n') + 4;
  const head = chunk.toString('latin1', 0, headBytes);
  if (!head.startsWith(`HTTP/1.1 ${status} `)) throw new Error(`expected ${status}: ${head}`);
  const [, length = '0'] = /^content-length: (\d+)/im.exec(head) ?? [];
  return headBytes + Number(length);
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(socket.setNoDelay(true));
    });
    socket.once('error', reject);
  });
}
