import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestBody } from '../testing/http-client.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));

let api: TestApi;
let owner: TestCustomer;
let asset: TestBody;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer(20);
  asset = (await api.upload(owner, photo)).json;
});
afterAll(() => api.close());

const prompt = 'A canary nobody may read about';
const body = { operation: 'text-to-design', input: { prompt, negative_prompt: 'no canary' } };
const { removal, post, get } = requestsIn(() => ({ api, owner, asset }));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('an accepted job is logged once, with its ids and the hash of its prompt', async () => {
  const headers = { 'idempotency-key': 'once' };
  const { status, json } = await post(body, headers);
  expect(status).toBe(202);
  await post(body, headers);
  const accepted = api.logged.filter(({ msg, job }) => msg === 'job accepted' && job === json.id);
  expect(accepted).toHaveLength(1);
  expect(accepted[0]).toMatchObject({
    operation: 'text-to-design',
    organization: expect.stringMatching(/^org_/) as unknown,
    prompt_sha256: sha256(prompt),
  });
});

test('no line holds what a customer wrote, accepted or refused', async () => {
  const headers = { 'idempotency-key': 'reused' };
  await post(body, headers);
  const refused = await post({ ...body, input: { ...body.input, width: 'canary' } });
  expect(refused.status).toBe(400);
  const reused = await post({ ...body, input: { prompt: 'Another canary' } }, headers);
  expect(reused.json.code).toBe('idempotency_key_reused');
  const poor = await api.customer();
  const unpaid = await api.call('POST', '/v1/jobs', { key: poor.key, json: body });
  expect(unpaid.json.code).toBe('insufficient_credits');
  expect(api.logged.map(({ status }) => status)).toEqual(
    expect.arrayContaining([202, 400, 402, 422]),
  );
  expect(JSON.stringify(api.logged)).not.toContain('canary');
});

test('logs each request with its ids, and neither key, query nor body', async () => {
  const answer = await post({ ...removal(), 'a canary in the body': 1 });
  await get('/v1/jobs?cursor=canary');
  const lines = JSON.stringify(api.logged);
  expect(lines).not.toContain('canary');
  expect(lines).not.toContain(owner.key);
  const { id } = (await post(removal())).json;
  const line = api.logged.find(({ job_id }) => job_id === id);
  expect(line).toMatchObject({ method: 'POST', path: '/v1/jobs', status: 202, via: 'key' });
  expect(line?.organization_id).toMatch(/^org_/);
  expect(api.logged.map((entry) => entry.request_id)).toContain(answer.headers.get('x-request-id'));
});

test('a line is one line of JSON, whatever stands in the address', async () => {
  await get('/v1/%0a%1b[31m%00/%0d%0a{"level":60}');
  await get(`/v1/jobs/${encodeURIComponent('job\r\n\u001b[2J')}`);
  const texts = api.logged.flatMap((line) => Object.values(line)).map(String);
  const isControl = (character: string) => character < ' ';
  expect(texts.filter((text) => Array.from(text).some(isControl))).toEqual([]);
});

test('somebody who hangs up in the middle of a body is no fault of ours', async () => {
  const { hostname, port } = new URL(api.origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `POST /v1/jobs HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${owner.key}\r\nContent-Length: 90\r\n\r\n{`,
  );
  const lines = api.logged.length;
  socket.resetAndDestroy();
  while (api.logged.length === lines) await new Promise(setImmediate);
  expect(api.logged.slice(lines).map(({ level }) => level)).not.toContain(50);
});
