import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '../../db/uuidv7.ts';
import { jobResource } from './resource.ts';
import type { TestBody } from '../testing/http-client.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));

let api: TestApi;
let owner: TestCustomer;
let stranger: TestCustomer;
let asset: TestBody;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer(100);
  stranger = await api.customer(100);
  asset = (await api.upload(owner, photo)).json;
});
afterAll(() => api.close());

const { removal, post, get } = requestsIn(() => ({ api, owner, asset }));
const jobCount = async (by: TestCustomer) => (await get('/v1/jobs', {}, by)).json.data.length;

describe('a job', () => {
  test('is accepted with 202 and Location within 2.5 s while Temporal is down', async () => {
    const startedAt = performance.now();
    const answer = await post(removal());
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    expect(answer.status).toBe(202);
    expect(jobResource.parse(answer.json)).toEqual(answer.json);
    expect(answer.json).toMatchObject({
      object: 'job',
      operation: 'background-removal',
      status: 'queued',
      progress: { stage: 'accepted' },
      input: { asset: asset.id, mode: 'auto' },
      credits: { held: 0, charged: 0, refunded: 0 },
      output: null,
      error: null,
    });
    expect(answer.headers.get('location')).toBe(`/v1/jobs/${answer.json.id}`);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });

  test('is the same job for the same Idempotency-Key and body', async () => {
    const key = { 'idempotency-key': uuidv7() };
    const first = await post(removal(), key);
    const again = await post(removal(), key);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.json.id).toBe(first.json.id);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('that is under way answers an equal request too, which says so', async () => {
    const customer = await api.customer(10);
    const own = (await api.upload(customer, photo)).json;
    const [first, again] = [
      await post(removal(own.id), {}, customer),
      await post(removal(own.id), {}, customer),
    ];
    expect(again.status).toBe(202);
    expect(again.json).toEqual({ ...first.json, joined: true });
    expect(await jobCount(customer)).toBe(1);
  });

  test('refuses the same Idempotency-Key with another body', async () => {
    const key = { 'idempotency-key': uuidv7() };
    await post(removal(), key);
    const other = { operation: 'background-removal', input: { asset: asset.id, mode: 'person' } };
    const answer = await post(other, key);
    expect([answer.status, answer.json.code]).toEqual([422, 'idempotency_key_reused']);
  });

  test('is made once by ten requests at once with one key', async () => {
    const key = { 'idempotency-key': uuidv7() };
    const before = await jobCount(stranger);
    const own = (await api.upload(stranger, photo)).json;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post(removal(own.id), key, stranger)),
    );
    for (const answer of answers) {
      expect([202, 409]).toContain(answer.status);
      if (answer.status === 409) expect(answer.headers.get('retry-after')).toBe('1');
    }
    const ids = new Set(answers.filter(({ status }) => status === 202).map(({ json }) => json.id));
    expect(ids.size).toBe(1);
    expect(await jobCount(stranger)).toBe(before + 1);
  });

  test('keys of two organizations are strangers', async () => {
    const key = { 'idempotency-key': uuidv7() };
    const own = (await api.upload(stranger, photo)).json;
    const first = await post(removal(), key);
    const second = await post(removal(own.id), key, stranger);
    expect(second.status).toBe(202);
    expect(second.json.id).not.toBe(first.json.id);
  });

  test('answers 402 with what is missing, leaves nothing, and runs under the same key after a top-up', async () => {
    const poor = await api.customer();
    const own = (await api.upload(poor, photo)).json;
    const key = { 'idempotency-key': uuidv7() };
    const answer = await post(removal(own.id), key, poor);
    expect([answer.status, answer.json.code]).toEqual([402, 'insufficient_credits']);
    expect(answer.json).toMatchObject({ required: 1, available: 0 });
    expect(await jobCount(poor)).toBe(0);
    expect((await get('/v1/credits/balance', {}, poor)).json).toEqual({
      posted: 0,
      held: 0,
      available: 0,
    });
    await api.grant(poor, 1);
    expect((await post(removal(own.id), key, poor)).status).toBe(202);
  });

  test('whose credits went to another one meanwhile says how many were missing', async () => {
    const poor = await api.customer(7);
    const design = (prompt: string) =>
      post({ operation: 'text-to-design', input: { prompt } }, {}, poor);
    const ids = [(await design('A kite')).json.id, (await design('A cat')).json.id];
    const step = (call: string, id: string | undefined) =>
      api.db.database.withOrganization(poor.organizationId, (tx) =>
        tx.query(`select ${call}`, [api.uuidOf('job', id)]),
      );
    for (const id of ids) await step(`reserve_job($1, 'run')`, id);
    await step(`void_job($1, 'run', 'canceled', null)`, ids[0]);
    const { json } = await get(`/v1/jobs/${ids[1] ?? ''}`, {}, poor);
    expect(jobResource.parse(json).error).toEqual({
      code: 'insufficient_credits',
      message: 'Not enough credits',
      retryable: false,
      required: 5,
      available: 2,
    });
  });

  test('is canceled at once while nothing has started; afterwards it stays as it is', async () => {
    const { id } = (await post(removal())).json;
    const cancel = () => api.call('POST', `/v1/jobs/${id}/cancel`, { key: owner.key });
    const answer = await cancel();
    expect([answer.status, answer.json.status]).toEqual([202, 'canceled']);
    const again = await cancel();
    expect([again.status, again.json]).toEqual([200, answer.json]);
  });

  test('is listed newest first, page by page, with nothing twice or left out', async () => {
    const customer = await api.customer(10);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const design = { operation: 'text-to-design', input: { prompt: `Design ${count}` } };
      made.unshift((await post(design, {}, customer)).json.id);
    }
    const seen: string[] = [];
    let path = '/v1/jobs?limit=2';
    for (;;) {
      const { json, headers } = await get(path, {}, customer);
      expect(json.object).toBe('list');
      seen.push(...json.data.map(({ id }) => id));
      expect(json.has_more).toBe(json.next_cursor !== null);
      if (!json.has_more) break;
      path = /<([^<>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? 'no link';
    }
    expect(seen).toEqual(made);
  });
});
