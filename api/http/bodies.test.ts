import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uploadBytesMax } from '../../domain/limits.ts';
import { builtPages } from '../testing/built-pages.ts';
import {
  authTargets,
  pageTargets,
  routeTargets,
  uploadHead,
  type Target,
} from '../testing/targets.ts';
import { createTestApi, type TestApi, type TestCustomer } from '../testing/test-api.ts';

// Whatever anybody sends to whatever we serve: no more of it is read than that may have, and nobody is waited for who
// sends next to nothing. Every route, every page and both of better-auth's endpoints are taken from their own lists.
const { pages, routes } = await builtPages();
const pace = { bytesPerSecondMin: 100_000, windowMs: 400 };
/** Headers, and three pieces of the kernel's: one of which some is too much, one that a stream holds, one that made it stop. */
const chunksMax = 3 * 64 * 1024 + 16 * 1024;
/** What is taken and dropped of whoever still sends when the answer is there. */
const lingerMax = 8 * 1024 * 1024;

let api: TestApi;
let customer: TestCustomer;
beforeAll(async () => {
  api = await createTestApi({ pages, pace });
  customer = await api.customer(10);
});
afterAll(() => api.close());

/** What each may have of a body that it reads; of any other none is read. */
function limitOf({ isUpload, awaitsBody, path }: Target): number {
  if (isUpload) return uploadBytesMax;
  if (!awaitsBody) return 0;
  return path.startsWith('/v1/') ? 256 * 1024 : 64 * 1024;
}

const targets = (): Target[] => [
  ...routeTargets(api, {}),
  ...routeTargets(api, { authorization: `Bearer ${customer.key}` }),
  ...pageTargets(routes, 'POST', { origin: api.origin }),
  ...pageTargets(routes, 'POST', { origin: 'https://evil.example' }).map((target) => ({
    ...target,
    awaitsBody: false,
  })),
  ...authTargets(api),
];

/** Sends a body that never ends, `chunk` after `chunk`; answers what came back. */
async function pour(
  target: Target,
  chunk: Buffer,
  everyMs: number | null,
): Promise<{ status: number | null; id: string; body: string }> {
  const { method, path, headers } = target;
  const asked = request(new URL(path, api.origin), {
    method,
    headers: { ...headers, 'transfer-encoding': 'chunked' },
    agent: false,
  });
  const over = new AbortController();
  const nothing = { status: null, id: '', body: '' };
  const closed = Promise.race([
    once(asked, 'response').then(async ([response]) => {
      const answer = response as IncomingMessage;
      const id = String(answer.headers['x-request-id']);
      const body = await text(answer).catch(() => '');
      return { status: answer.statusCode ?? null, id, body };
    }),
    once(asked, 'close').then(() => nothing),
  ]).catch(() => nothing);
  asked.on('error', () => undefined);
  if (target.isUpload) {
    asked.write(uploadHead);
  }
  void (async () => {
    while (!over.signal.aborted && !asked.destroyed) {
      if (!asked.write(chunk)) await Promise.race([once(asked, 'drain'), closed]);
      if (everyMs !== null) await delay(everyMs);
    }
  })();
  const answer = await closed;
  over.abort();
  asked.destroy();
  return answer;
}

describe('a body', () => {
  test('without an end is answered before more of it is read than it may have, wherever it is sent', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'a');
    const before = process.memoryUsage.rss();
    const all = targets().map(async (target) => ({ target, ...(await pour(target, chunk, null)) }));
    for (const { target, status, id } of await Promise.all(all)) {
      const isAnswered = status !== null && status >= 200 && status < 500;
      expect({ name: target.name, status, isAnswered }).toMatchObject({ isAnswered: true });
      const { untilAnswer = NaN, inAll = NaN } = api.bytesRead(id) ?? {};
      // A file goes through the parser and into a stream of ours: a piece more in each.
      const most = limitOf(target) + chunksMax * (target.isUpload ? 2 : 1);
      const tooMuch = [untilAnswer - most, inAll - most - lingerMax].filter(
        (bytes) => !(bytes <= 0),
      );
      expect([target.name, tooMuch]).toEqual([target.name, []]);
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(400_000_000);
  });

  test('of a byte now and then is given up, wherever it is sent: 408 wherever it is waited for', async () => {
    const given = await Promise.all(
      targets().map(async (target) => ({
        name: target.name,
        awaited: target.awaitsBody,
        ...(await pour(target, Buffer.from('a'), 100)),
      })),
    );
    expect(given.filter(({ awaited }) => awaited).length).toBeGreaterThan(8);
    for (const { name, awaited, status } of given) {
      if (awaited) expect([name, status]).toEqual([name, 408]);
      else expect([name, status ?? 0]).toEqual([name, expect.any(Number)]);
      expect(status ?? 0).toBeLessThan(500);
    }
    // What was answered once is no failure of ours afterwards.
    expect(api.logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  test.each([
    ['body_too_large', 64 * 1024, null],
    ['request_timeout', 1, 100],
  ] as const)(
    'of a form that ends in %s is answered with a page, in words',
    async (_code, bytes, everyMs) => {
      const target = targets().find(({ path }) => path === '/sign-in');
      if (!target) throw new Error('there is no sign-in page');
      const { body } = await pour(target, Buffer.alloc(bytes, 'a'), everyMs);
      expect(body).toMatch(/^<!doctype html>.*nothing was charged.*Rien n’a été changé ni débité/);
    },
  );
});

describe('whoever leaves', () => {
  const leavers = 40;
  const upload = () => {
    const target = targets().find(({ isUpload }) => isUpload);
    if (!target) throw new Error('there is no upload');
    return target;
  };

  /** Begins an upload and leaves: before anything is looked at, after the first bytes, or with the answer on its way. */
  async function leave(after: 'headers' | 'bytes' | 'answer'): Promise<void> {
    const { method, path, headers } = upload();
    const asked = request(new URL(path, api.origin), { method, headers, agent: false });
    asked.on('error', () => undefined);
    asked.flushHeaders();
    await once(asked, 'socket');
    if (after !== 'headers') asked.write(uploadHead + 'a'.repeat(2_000));
    if (after === 'bytes') await new Promise((resolve) => setImmediate(resolve));
    if (after === 'answer') {
      asked.end('\r\n--x--\r\n');
      await once(asked, 'response');
    }
    asked.destroy();
  }

  test.each(['headers', 'bytes', 'answer'] as const)(
    'an upload after its %s leaves no place behind',
    async (after) => {
      await Promise.all(Array.from({ length: leavers }, () => leave(after)));
      const next = await api.upload(customer, Buffer.from('no picture'));
      expect(next.status).toBe(415);
    },
  );

  test('an upload by standing still, or the line behind it, leaves no place behind', async () => {
    const target = upload();
    await Promise.all(Array.from({ length: leavers }, () => pour(target, Buffer.from('a'), 100)));
    const next = await api.upload(customer, Buffer.from('no picture'));
    expect(next.status).toBe(415);
  });

  test('an answer that he never takes is not waited for', async () => {
    const { hostname, port } = new URL(api.origin);
    const html = (await api.call('GET', '/sign-in', {})).bytes.toString();
    const scripts = [...html.matchAll(/\/assets\/[\w.-]+\.js/g)].map(([path]) => path);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    // More than any buffer on the way holds, asked for in one breath by somebody who reads nothing.
    socket.on('error', () => undefined).pause();
    const asked = `GET ${scripts[0] ?? ''} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    socket.write(asked.repeat(2_000));
    const isGivenUp = () =>
      api.logged.some(({ path, finished }) => path === scripts[0] && finished === false);
    while (!isGivenUp()) await delay(50);
    socket.destroy();
  });
});
