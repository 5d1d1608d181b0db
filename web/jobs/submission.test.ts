import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isYoung, openSubmission, sendSubmission, unansweredSubmission } from './submission.ts';

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

const ada = { userId: 'usr_ada', organizationId: 'org_one' };
const upscale = (input: Record<string, unknown> = {}, sender = ada) => ({
  operation: 'upscale',
  input,
  sender,
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
    const first = openSubmission(store, upscale({ scale: 2 }));
    answer = (request) => request.socket.destroy();
    await expect(sendSubmission(store, first, false)).rejects.toThrow('No answer');

    expect(unansweredSubmission(store, ada)).toEqual(first);
    expect(openSubmission(store, upscale({ scale: 2 })).key).toBe(first.key);
    reply(202, { id: 'job_1' });
    await sendSubmission(store, first, false);
    expect(new Set(keys)).toEqual(new Set([first.key]));
    expect(unansweredSubmission(store, ada)).toBeNull();
  });

  test('takes a new key for other settings, and for the same ones once they were answered', async () => {
    const store = memory();
    const first = openSubmission(store, upscale({ scale: 2 }));
    expect(openSubmission(store, upscale({ scale: 4 })).key).not.toBe(first.key);
    reply(202, { id: 'job_1' });
    const second = openSubmission(store, upscale({ scale: 2 }));
    await sendSubmission(store, second, false);
    expect(openSubmission(store, upscale({ scale: 2 })).key).not.toBe(second.key);
  });

  test('waits and repeats while the first request with its key is in flight', async () => {
    const store = memory();
    const open = openSubmission(store, upscale({ scale: 2 }));
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
    await expect(sendSubmission(store, openSubmission(store, upscale()), false)).rejects.toThrow();
    expect(unansweredSubmission(store, ada)).not.toBeNull();
    reply(402, { code: 'insufficient_credits', status: 402, required: 2, available: 1 });
    await expect(sendSubmission(store, openSubmission(store, upscale()), false)).rejects.toThrow();
    expect(unansweredSubmission(store, ada)).toBeNull();
  });

  test('sent again stays open when the server refuses without looking at its key', async () => {
    const store = memory();
    const open = openSubmission(store, upscale());
    reply(401, { code: 'unauthenticated', status: 401 });
    await expect(sendSubmission(store, open, true)).rejects.toThrow();
    expect(unansweredSubmission(store, ada)).toEqual(open);
    await expect(sendSubmission(store, open, false)).rejects.toThrow();
    expect(unansweredSubmission(store, ada)).toBeNull();
  });

  test.each([
    ['another person', { ...ada, userId: 'usr_bea' }],
    ['the same person in another organization', { ...ada, organizationId: 'org_two' }],
  ])('is nothing that %s could send, and is gone once they looked', (_who, other) => {
    const store = memory();
    const open = openSubmission(store, upscale());
    expect(openSubmission(store, upscale({}, other)).key).not.toBe(open.key);
    expect(unansweredSubmission(store, ada)).toBeNull();

    openSubmission(store, upscale());
    expect(unansweredSubmission(store, other)).toBeNull();
    expect(unansweredSubmission(store, ada)).toBeNull();
  });

  test('is asked for until shortly before the server forgets its key, counted from its first sending', () => {
    const store = memory();
    const hours = (count: number) => 1_700_000_000_000 + count * 3_600_000;
    const first = openSubmission(store, upscale(), hours(0));
    expect(openSubmission(store, upscale(), hours(22))).toEqual(first);
    expect(isYoung(first, hours(22.9))).toBe(true);
    expect(unansweredSubmission(store, ada, hours(22.9))).toEqual(first);
    expect(openSubmission(store, upscale(), hours(23)).key).not.toBe(first.key);
    expect(unansweredSubmission(store, ada, hours(46))).toBeNull();
    expect(isYoung(first, hours(23))).toBe(false);
  });

  test.each(['{', '"text"', '{"key":"1","operation":"upscale","input":{}}'])(
    'is not made of %s in the store',
    (item) => {
      const store = memory();
      store.setItem('atelier.submission', item);
      expect(unansweredSubmission(store, ada)).toBeNull();
      expect(store.getItem('atelier.submission')).toBeNull();
    },
  );
});
