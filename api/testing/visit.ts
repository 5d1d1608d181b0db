import { once } from 'node:events';
import { request } from 'node:http';
import type { Target } from './targets.ts';
import type { TestApi } from './test-api.ts';

/** A request on its way, by somebody who may leave. */
export interface Visit {
  /** Whether the answer has begun. */
  readonly isAnswered: () => boolean;
  readonly answered: Promise<unknown>;
  /** Resolves once the server has what was sent. */
  arrived(): Promise<void>;
  /** Hangs up, and waits until the server has noticed. */
  leave(): Promise<void>;
}

/** Begins a request; `upTo` characters of its body are sent, all of it unless given. */
export function visitOf(
  api: TestApi,
  { method, path, headers, body }: Target,
  upTo = body.length,
): Visit {
  const asked = request(new URL(path, api.origin), {
    method,
    headers: { ...headers, ...(body && { 'content-length': Buffer.byteLength(body) }) },
    agent: false,
  });
  const lines = () =>
    api.logged.filter((line) => line.msg === 'request' && line.path === path).length;
  const before = lines();
  let isAnswered = false;
  const answered = once(
    asked.on('error', () => undefined),
    'response',
  ).then(() => {
    isAnswered = true;
  });
  answered.catch(() => undefined);
  asked.flushHeaders();
  const sent = new Promise<void>((resolve) => {
    if (upTo < body.length)
      asked.write(body.slice(0, upTo), () => {
        resolve();
      });
    else asked.end(body, resolve);
  });
  return {
    isAnswered: () => isAnswered,
    answered,
    async arrived() {
      await sent;
      await api.call('GET', '/healthz');
    },
    async leave() {
      asked.destroy();
      while (lines() === before) await new Promise(setImmediate);
    },
  };
}
