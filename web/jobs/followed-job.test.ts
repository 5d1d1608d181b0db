import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JobStatus } from '../../domain/job-status.ts';
import { askAboutJob, followed, pollDelay } from './followed-job.ts';
import { expectedFrame } from './frame.ts';

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
const job = (status: JobStatus) => {
  const request = { key: 'k', operation: 'upscale', input: {}, price: 2 };
  return { ...expectedFrame(request, null).job, id: 'job_1', status };
};
const running: Reply = [200, job('running')];
const done: Reply = [200, job('succeeded')];

/** What was learnt of a job by asking until there is nothing to ask, in order, with the waits between. */
async function watched(...answers: Reply[]): Promise<string[]> {
  replies = answers;
  const said: string[] = [];
  let now = followed(job('queued'));
  for (;;) {
    now = await askAboutJob(now, new AbortController().signal);
    if (!now.answered) said.push('no answer');
    if (now.problem !== null) said.push(now.problem);
    if (now.failures === 0 && now.unchanged === 0) said.push(now.job.status);
    if (now.nextMs === null) return said;
    said.push(`${now.nextMs} ms`);
  }
}

describe('a followed job', () => {
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

test('a job that a cancel has ended is not asked about again when nothing is newer', async () => {
  replies = [[304]];
  const canceled = followed(job('canceled'), followed(job('running')));
  const after = await askAboutJob(canceled, new AbortController().signal);
  expect(after).toMatchObject({ job: { status: 'canceled' }, nextMs: null });
});

test('a late answer does not take an ended job back', () => {
  expect(followed(job('running'), followed(job('canceled')))).toMatchObject({
    job: { status: 'canceled' },
    nextMs: null,
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
