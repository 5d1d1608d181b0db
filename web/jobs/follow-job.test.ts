import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pollDelay, watchJob } from './follow-job.ts';

type Reply = readonly [status: number, body?: object, headers?: Record<string, string>];

let server: Server;
let replies: Reply[];
const browserFetch = globalThis.fetch;

beforeEach(async () => {
  server = createServer((_request, response) => {
    const [status, body, headers] = replies.shift() ?? [404, { code: 'not_found', status: 404 }];
    response.writeHead(status, headers).end(body && JSON.stringify(body));
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

const refused = (status: number, code: string, headers = {}): Reply => [
  status,
  { code, status },
  headers,
];
const running: Reply = [200, { status: 'running' }];
const done: Reply = [200, { status: 'succeeded' }];

/** What a job's watcher said, in order, with its pauses. */
async function watched(...answers: Reply[]): Promise<string[]> {
  replies = answers;
  const said: string[] = [];
  await watchJob('job_1', {
    signal: new AbortController().signal,
    onJob: ({ status }) => said.push(status),
    onAnswer: (answered) => {
      if (!answered) said.push('no answer');
    },
    onProblem: (code) => said.push(code),
    pause: async (ms) => {
      said.push(`${ms} ms`);
      return Promise.resolve();
    },
  });
  return said;
}

describe('a watched job', () => {
  test('is asked about until it has ended', async () => {
    expect(await watched(running, done)).toEqual(['running', '300 ms', 'succeeded']);
  });

  test('is asked about less often after a fault, and as late as a 429 wants', async () => {
    const busy = refused(429, 'rate_limited', { 'retry-after': '7' });
    expect(await watched(refused(503, 'unavailable'), busy, done)).toEqual([
      'no answer',
      '1000 ms',
      '7000 ms',
      'succeeded',
    ]);
  });

  test('is still asked about while nobody is signed in, and says so', async () => {
    expect(await watched(refused(401, 'unauthenticated'), done)).toEqual([
      'unauthenticated',
      '1000 ms',
      'succeeded',
    ]);
  });

  test('that is not there is given up, and says so', async () => {
    expect(await watched(running, refused(404, 'not_found'))).toEqual([
      'running',
      '300 ms',
      'not_found',
    ]);
  });
});

describe('the wait between two polls', () => {
  test('grows while nothing changes and never exceeds two seconds', () => {
    expect(pollDelay(0, 0)).toBe(300);
    expect(pollDelay(3, 0)).toBeGreaterThan(pollDelay(2, 0));
    expect(pollDelay(100, 0)).toBe(2_000);
  });

  test('doubles with each failure up to a quarter of a minute', () => {
    expect([1, 2, 3, 4, 5, 9].map((failures) => pollDelay(0, failures))).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
  });
});
