import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { uuidv7 } from '../../db/uuidv7.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';
import { askOnWire } from '../testing/wire.ts';
import { singleHeaders } from './single-headers.ts';

// A proxy may repeat a header, and a caller may send two that differ: neither is to be taken for something nobody said.
let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer(100);
});
afterAll(() => api.close());

const { get } = requestsIn(() => ({ api, owner }));
const key = (): string => `Authorization: Bearer ${owner.key}`;
const balance = (headers: readonly string[]) =>
  askOnWire(api.origin, 'GET /v1/credits/balance HTTP/1.1', headers);

/** What a header says that changes nothing, or one thing more. */
function values(name: string): [string, string] {
  const { host, origin } = new URL(api.origin);
  const known: Record<string, [string, string]> = {
    authorization: [`Bearer ${owner.key}`, 'Bearer sk_x'],
    host: [host, 'evil.example'],
    origin: [origin, 'https://evil.example'],
    range: ['bytes=0-1', 'bytes=2-3'],
    'content-encoding': ['identity', 'gzip'],
  };
  return known[name] ?? ['one', 'two'];
}

const lists = ['prefer', 'if-none-match'];

test('every header that a route reads says one thing, or is a list', () => {
  const read = api.application.routes.flatMap(({ contract }) =>
    Object.keys((contract.headers as z.ZodObject | undefined)?.shape ?? {}),
  );
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter((name) => !singleHeaders.has(name) && !lists.includes(name))).toEqual([]);
});

describe.each([...singleHeaders])('%s', (name) => {
  const isKey = name === 'authorization';
  const once = async () =>
    await balance([...(isKey ? [] : [key()]), `${name}: ${values(name)[0]}`]);

  test('sent in two equal lines is one', async () => {
    const [one] = values(name);
    const twice = [`${name}: ${one}`, `${name.toUpperCase()}: ${one}`];
    const answer = await balance([...(isKey ? [] : [key()]), ...twice]);
    const alone = await once();
    expect([answer.status, answer.json.code]).toEqual([alone.status, alone.json.code]);
  });

  test('sent in two that differ is refused, and named', async () => {
    const lines = values(name).map((value) => `${name}: ${value}`);
    for (const order of [lines, lines.toReversed()]) {
      const { status, json } = await balance([...(isKey ? [] : [key()]), ...order]);
      expect([status, json.errors]).toEqual([
        400,
        [expect.objectContaining({ field: name, code: 'repeated_header' })],
      ]);
    }
  });
});

test('a key sent twice is one key: the retry is the same job', async () => {
  const body = JSON.stringify({ operation: 'text-to-design', input: { prompt: 'Twice' } });
  const json = 'Content-Type: application/json';
  const post = (headers: readonly string[]) =>
    askOnWire(api.origin, 'POST /v1/jobs HTTP/1.1', [key(), json, ...headers], body);
  const once = `Idempotency-Key: ${uuidv7()}`;
  const [first, again] = [await post([once, once]), await post([once])];
  expect([first.status, again.status, again.json.id]).toEqual([202, 202, first.json.id]);
  const unequal = await post([once, `Idempotency-Key: ${uuidv7()}`]);
  expect([unequal.status, unequal.json.code]).toEqual([400, 'invalid_request']);
  expect((await get('/v1/jobs')).json.data).toHaveLength(1);
});

test('a job that memory holds is not shown to the first of two keys either', async () => {
  const json = { operation: 'text-to-design', input: { prompt: 'A kite', seed: 1 } };
  const { id } = (await api.call('POST', '/v1/jobs', { key: owner.key, json })).json;
  const poll = (headers: readonly string[]) =>
    askOnWire(api.origin, `GET /v1/jobs/${id} HTTP/1.1`, headers);
  expect((await poll([key()])).status).toBe(200);
  expect((await poll([key(), key()])).status).toBe(200);
  expect((await poll([key(), 'Authorization: Bearer sk_x'])).status).toBe(400);
});

test.each(['bearer', 'BEARER', 'Bearer', 'bEaReR', 'Bearer  '])(
  '%j names the scheme',
  async (as) => {
    expect((await balance([`Authorization: ${as} ${owner.key}`])).status).toBe(200);
  },
);
