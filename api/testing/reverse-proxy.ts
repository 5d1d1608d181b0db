import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a browser sends it to the address that people type. */
interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Received {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Sends exactly these headers, `Host` too, which `fetch` would choose itself. */
export function send(
  port: number,
  { method = 'GET', path, headers, body }: Sent,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    asking.on('error', reject).end(body);
  });
}

/**
 * A reverse proxy as people set one up: it asks the server by the server's own name, and says in X-Forwarded-* who
 * asked it for what. `visitor` stands for the address of its peer, which in a test is always this machine.
 */
export async function createReverseProxy(options: { to: number; origin: string }) {
  const { protocol, host } = new URL(options.origin);
  let visitor = '203.0.113.1';
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const claimed = headers['x-forwarded-for'];
    const forwarded = {
      ...headers,
      host: `127.0.0.1:${options.to}`,
      'x-forwarded-for': claimed === undefined ? visitor : `${String(claimed)}, ${visitor}`,
      'x-forwarded-host': host,
      'x-forwarded-proto': protocol.slice(0, -1),
    };
    const asking = request(
      { host: '127.0.0.1', port: options.to, method, path: url, headers: forwarded },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    asking.on('error', () => outgoing.destroy());
    incoming.pipe(asking);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** From now on somebody at this address asks. */
    comesFrom(address: string): void {
      visitor = address;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
