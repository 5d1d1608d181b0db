import { once } from 'node:events';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestBody } from './http-client.ts';

export interface WireAnswer {
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  readonly headers: Headers;
  readonly json: TestBody;
}

/** Sends a request line by line, as no HTTP client would, and answers what comes back. */
export async function askOnWire(
  origin: string,
  line: string,
  headers: readonly string[] = [],
  body: string | Buffer = '',
): Promise<WireAnswer> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  const own = headers.some((header) => /^host:/i.test(header)) ? [] : [`Host: localhost:${port}`];
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  socket.write([line, ...own, ...headers, 'Connection: close', length, '', ''].join('\r\n'));
  socket.write(body);
  const answer = await buffer(socket).catch(() => Buffer.alloc(0));
  socket.destroy();
  return parsed(answer);
}

function parsed(answer: Buffer): WireAnswer {
  const end = answer.indexOf('\r\n\r\n');
  const [first = '', ...lines] = answer.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => [
      line.slice(0, line.indexOf(':')),
      line.slice(line.indexOf(':') + 1),
    ]),
  );
  const isJson = headers.get('content-type')?.includes('json') && headers.has('content-length');
  const text = answer.subarray(end + 4).toString();
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0),
    headers,
    json: (isJson && text ? JSON.parse(text) : {}) as TestBody,
  };
}
