import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { publicId } from '../domain/ids.ts';
import { uuidv7 } from '../db/uuidv7.ts';
import { Cable } from '../db/testing/cable.ts';
import { createTestApi, type TestCustomer, type TestApi } from './testing/test-api.ts';
import { whenRemembered } from './testing/when-remembered.ts';

const photo = await readFile(new URL('../media/fixtures/photos/coffee.png', import.meta.url));
const cable = new Cable();
let api: TestApi;
let owner: TestCustomer;
let cookie: string;
beforeAll(async () => {
  await cable.plug();
  api = await createTestApi({ reroute: (url) => cable.through(url) });
  owner = await api.customer(5);
  ({ cookie } = await api.person());
});
afterAll(async () => {
  await api.close();
  await cable.pull();
});

const get = (path: string) => api.call('GET', path, { key: owner.key });

/** The first answer that is not a 503. */
async function whenBack(path: string, headers: Record<string, string>) {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const answer = await api.call('GET', path, { headers });
    if (answer.status !== 503 || Date.now() > giveUpAt) return answer;
  }
}

test('without Postgres every route answers a 503 problem with Retry-After within 2 s, then recovers by itself', async () => {
  const path = `/v1/jobs/${publicId('job', uuidv7())}`;
  expect((await get(path)).status).toBe(404);
  expect((await api.call('GET', '/v1/jobs', { headers: { cookie } })).status).toBe(200);
  await cable.pull();

  for (const [method, route, headers] of [
    ['GET', path, { authorization: `Bearer ${owner.key}` }],
    ['GET', '/v1/jobs', { authorization: `Bearer ${owner.key}` }],
    ['GET', '/v1/credits/balance', { cookie }],
    ['POST', '/v1/jobs', { authorization: `Bearer ${owner.key}` }],
  ] as const) {
    const startedAt = performance.now();
    const answer = await api.call(method, route, { headers });
    expect([route, answer.status, answer.json.code]).toEqual([route, 503, 'unavailable']);
    expect(answer.json.retryable).toBe(true);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  }
  expect((await api.call('GET', '/healthz')).status).toBe(200);
  const ready = await api.call('GET', '/readyz');
  expect([ready.status, ready.json.status, ready.json.parts.postgres]).toEqual([
    503,
    'down',
    'down',
  ]);

  await cable.plug();
  const back = await whenBack('/v1/credits/balance', { authorization: `Bearer ${owner.key}` });
  expect([back.status, back.json.available]).toEqual([200, 5]);
  expect((await whenBack('/v1/jobs', { cookie })).status).toBe(200);
});

test('a poll is not answered from memory while changes cannot be heard, and is again afterwards', async () => {
  const asset = (await api.upload(owner, photo)).json;
  const request = { operation: 'background-removal', input: { asset: asset.id } };
  const job = await api.call('POST', '/v1/jobs', { key: owner.key, json: request });
  const path = `/v1/jobs/${job.json.id}`;
  expect((await whenRemembered(api, path, owner)).json.status).toBe('queued');

  await cable.pull();
  const deafAt = Date.now();
  let status = 200;
  while (status === 200 && Date.now() < deafAt + 1_000) status = (await get(path)).status;
  expect(status).toBe(503);
  await api.db.database.withOrganization(owner.organizationId, (tx) =>
    tx.query('select request_cancel($1)', [api.uuidOf('job', job.json.id)]),
  );

  await cable.plug();
  const back = await whenBack(path, { authorization: `Bearer ${owner.key}` });
  expect([back.status, back.json.status]).toEqual([200, 'canceled']);
  expect((await whenRemembered(api, path, owner)).json.status).toBe('canceled');
});

test('signing in answers 503 too, not that the password is wrong', async () => {
  await cable.pull();
  const startedAt = performance.now();
  const answer = await api.call('POST', '/api/auth/sign-in/email', {
    headers: { origin: api.origin },
    json: { email: 'ada@example.com', password: 'correct horse battery' },
  });
  expect([answer.status, answer.json.code]).toEqual([503, 'unavailable']);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await cable.plug();
});
