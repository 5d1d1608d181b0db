import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSubmission, sendSubmission, unansweredSubmission } from './submission.ts';

function memory(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const items = new Map<string, string>();
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
  };
}

let server: Server;
let keys: (string | undefined)[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const browserFetch = globalThis.fetch;

beforeEach(async () => {
  keys = [];
  server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key'] as string | undefined);
    request.resume().on('end', () => {
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // Pages ask their own origin; outside a page that must be spelled out.
  globalThis.fetch = (path, init) =>
    browserFetch(new URL(path as string, `http://127.0.0.1:${port}`), init);
});

afterEach(async () => {
  globalThis.fetch = browserFetch;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const reply = (status: number, body: object, headers: Record<string, string> = {}) => {
  answer = (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
};

describe('a submission', () => {
  test('keeps its key across a reload until there is an answer', async () => {
    const store = memory();
    const first = openSubmission(store, 'upscale', { scale: 2 });
    answer = (request) => request.socket.destroy();
    await expect(sendSubmission(store, first, false)).rejects.toThrow('No answer');

    expect(unansweredSubmission(store)).toEqual(first);
    expect(openSubmission(store, 'upscale', { scale: 2 }).key).toBe(first.key);
    reply(202, { id: 'job_1' });
    await sendSubmission(store, first, false);
    expect(new Set(keys)).toEqual(new Set([first.key]));
    expect(unansweredSubmission(store)).toBeNull();
  });

  test('takes a new key for other settings, and for the same ones once they were answered', async () => {
    const store = memory();
    const first = openSubmission(store, 'upscale', { scale: 2 });
    expect(openSubmission(store, 'upscale', { scale: 4 }).key).not.toBe(first.key);
    reply(202, { id: 'job_1' });
    const second = openSubmission(store, 'upscale', { scale: 2 });
    await sendSubmission(store, second, false);
    expect(openSubmission(store, 'upscale', { scale: 2 }).key).not.toBe(second.key);
  });

  test('waits and repeats while the first request with its key is in flight', async () => {
    const store = memory();
    const open = openSubmission(store, 'upscale', { scale: 2 });
    const problem = { code: 'request_in_flight', status: 409 };
    answer = (_request, response) => {
      const flying = keys.length < 3;
      response.writeHead(flying ? 409 : 202, { 'retry-after': '0' });
      response.end(JSON.stringify(flying ? problem : { id: 'job_1' }));
    };
    await expect(sendSubmission(store, open, false)).resolves.toEqual({ id: 'job_1' });
    expect(keys).toEqual([open.key, open.key, open.key]);
  });

  test('is over after a refusal, and still open after a fault of ours', async () => {
    const store = memory();
    reply(503, { code: 'unavailable', status: 503 });
    await expect(
      sendSubmission(store, openSubmission(store, 'upscale', {}), false),
    ).rejects.toThrow();
    expect(unansweredSubmission(store)).not.toBeNull();
    reply(402, { code: 'insufficient_credits', status: 402, required: 2, available: 1 });
    await expect(
      sendSubmission(store, openSubmission(store, 'upscale', {}), false),
    ).rejects.toThrow();
    expect(unansweredSubmission(store)).toBeNull();
  });

  test('sent again stays open when the server refuses without looking at its key', async () => {
    const store = memory();
    const open = openSubmission(store, 'upscale', {});
    reply(401, { code: 'unauthenticated', status: 401 });
    await expect(sendSubmission(store, open, true)).rejects.toThrow();
    expect(unansweredSubmission(store)).toEqual(open);
    await expect(sendSubmission(store, open, false)).rejects.toThrow();
    expect(unansweredSubmission(store)).toBeNull();
  });
});
