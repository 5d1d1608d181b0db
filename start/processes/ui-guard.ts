import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';

export interface UiGuard {
  /** On 127.0.0.1; where people find the Web UI. */
  readonly port: number;
  /** Where the Web UI itself listens. */
  readonly ui: { readonly host: string; readonly port: number };
  /** Aborted, the guard is gone. */
  readonly signal: AbortSignal;
}

/** A name that leads here may be anybody's; these lead here on every machine. The port may be a tunnel's. */
const ownHost = /^(localhost|127\.0\.0\.1)(:\d{1,5})?$/i;
const reading = ['GET', 'HEAD', 'OPTIONS'];
/** Of one connection, not of what is sent over it. */
const ofConnection = ['connection', 'keep-alive', 'upgrade', 'te', 'proxy-authorization'];

/**
 * Temporal's Web UI answers whoever asks, under any name, and its buttons end workflows: in front of it this lets through
 * what people of this machine ask, and nothing that a page elsewhere has their browser send.
 */
export async function guardUi({ port, ui, signal }: UiGuard): Promise<void> {
  const server = createServer((asked, answer) => {
    const why = objectionTo(asked);
    if (why === null) forward(asked, answer, ui);
    else answer.writeHead(403, { 'content-type': 'text/plain' }).end(`${why}\n`);
  });
  server.listen({ port, host: '127.0.0.1', signal });
  signal.addEventListener('abort', () => {
    server.closeAllConnections();
  });
  await once(server, 'listening');
}

/** Why this is not passed on, or null. */
function objectionTo({ method = '', headers }: IncomingMessage): string | null {
  const { host = '', origin, 'sec-fetch-site': site = 'same-origin' } = headers;
  if (!ownHost.test(host)) return 'Temporal is reached as localhost or 127.0.0.1 only.';
  if (reading.includes(method)) return null;
  return origin === `http://${host}` && site === 'same-origin'
    ? null
    : 'Only pages of this address may change anything here.';
}

function forward(asked: IncomingMessage, answer: ServerResponse, ui: UiGuard['ui']): void {
  const { method, url, headers } = asked;
  const passed = request({ ...ui, method, path: url, headers: endToEnd(headers) }, (from) => {
    answer.writeHead(from.statusCode ?? 502, endToEnd(from.headers));
    pipeline(from, answer, () => undefined);
  });
  passed.on('error', () => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502, { 'content-type': 'text/plain' }).end('Temporal is away.\n');
  });
  pipeline(asked, passed, () => undefined);
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !ofConnection.includes(name)),
  );
}
