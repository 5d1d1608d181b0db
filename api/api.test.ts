import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '../db/ids.ts';
import { problems } from './problems.ts';
import type { TestAnswer, TestBody } from './testing/http-client.ts';
import { createTestService, type TestCustomer, type TestService } from './testing/test-service.ts';
import { assetResource, jobResource, ledgerEntryResource, operationResource } from './resources.ts';

const photo = await readFile(new URL('../media/fixtures/photos/coffee.png', import.meta.url));

let api: TestService;
let owner: TestCustomer;
let stranger: TestCustomer;
let asset: TestBody;
beforeAll(async () => {
  api = await createTestService();
  owner = await api.customer(100);
  stranger = await api.customer(100);
  asset = (await api.upload(owner, photo)).json;
});
afterAll(() => api.close());

const removal = (id = asset.id) => ({ operation: 'background-removal', input: { asset: id } });
const post = (json: unknown, headers: Record<string, string> = {}, by = owner) =>
  api.call('POST', '/v1/jobs', { key: by.key, json, headers });
const get = (path: string, headers: Record<string, string> = {}, by = owner) =>
  api.call('GET', path, { key: by.key, headers });
const fields = (answer: TestAnswer) => answer.json.errors.map(({ field }) => field).sort();
const jobCount = async (by: TestCustomer) => (await get('/v1/jobs', {}, by)).json.data.length;

describe('who asks', () => {
  test.each([
    ['no key', {}],
    ['a wrong key', { authorization: `Bearer sk_${'x'.repeat(43)}` }],
    ['another scheme', { authorization: 'Basic abc' }],
    ['a made-up session', { cookie: 'atelier.session_token=made.up' }],
  ])('answers 401 to %s, on every kind of route', async (_name, headers) => {
    for (const [method, path] of [
      ['GET', '/v1/operations'],
      ['GET', '/v1/jobs'],
      ['GET', `/v1/assets/${asset.id}`],
      ['GET', `/v1/assets/${asset.id}/content`],
      ['POST', '/v1/jobs'],
      ['POST', '/v1/assets'],
      ['GET', '/v1/credits/balance'],
    ] as const) {
      const answer = await api.call(method, path, { headers });
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.json).toMatchObject({ code: 'unauthenticated', retryable: false });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  test('forgets a revoked key within a second, though it was remembered', async () => {
    const customer = await api.customer();
    expect((await get('/v1/credits/balance', {}, customer)).status).toBe(200);
    await api.db.database.withOrganization(customer.organizationId, (tx) =>
      tx.query('update api_keys set revoked_at = now()'),
    );
    const revokedAt = Date.now();
    let status = 200;
    while (status === 200 && Date.now() < revokedAt + 1_000) {
      status = (await get('/v1/credits/balance', {}, customer)).status;
    }
    expect(status).toBe(401);
  });

  test('answers 404, never 403, about what belongs to another organization', async () => {
    const { id } = (await post(removal())).json;
    await get(`/v1/jobs/${id}`);
    for (const [method, path] of [
      ['GET', `/v1/jobs/${id}`],
      ['POST', `/v1/jobs/${id}/cancel`],
      ['GET', `/v1/assets/${asset.id}`],
      ['GET', `/v1/assets/${asset.id}/content`],
      ['GET', `/v1/assets/${asset.id}/thumbnail`],
    ] as const) {
      const answer = await api.call(method, path, { key: stranger.key });
      expect([path, answer.status, answer.json.code]).toEqual([path, 404, 'not_found']);
    }
    const answer = await post(removal(), {}, stranger);
    expect([answer.status, answer.json.code]).toEqual([404, 'not_found']);
  });

  test.each(['job_nonsense', 'ast_01k00000000000000000000000', "job_' or 1=1", '%00'])(
    'answers 404 to the id %s',
    async (id) => {
      expect((await get(`/v1/jobs/${id}`)).status).toBe(404);
    },
  );
});

describe('a request that is not valid', () => {
  test('names the operation when nobody knows it', async () => {
    const answer = await post({ operation: 'teleport', input: {} });
    expect([answer.status, answer.json.code, fields(answer)]).toEqual([
      400,
      'invalid_request',
      ['operation'],
    ]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('names every failing field at once', async () => {
    const answer = await post({
      operation: 'background-removal',
      input: { asset: 'ast_1', mode: 'dragon', sparkle: true },
      extra: 1,
    });
    expect(answer.status).toBe(400);
    expect(fields(answer)).toEqual(['extra', 'input.asset', 'input.mode', 'input.sparkle']);
    expect(answer.json.param).toBe(answer.json.errors[0]?.field);
  });

  test.each([
    ['broken JSON', '{"operation":'],
    ['no JSON at all', 'hello'],
    ['nothing', ''],
    ['a list', '[]'],
  ])('is refused with 400 when the body is %s', async (_name, body) => {
    const answer = await api.call('POST', '/v1/jobs', { key: owner.key, body });
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid_request']);
    expect(answer.json.errors.length).toBeGreaterThan(0);
  });

  test('is refused with 413 when the body is too large', async () => {
    const answer = await post({ operation: 'x'.repeat(300_000), input: {} });
    expect([answer.status, answer.json.code]).toEqual([413, 'body_too_large']);
  });

  test.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=101'],
    ['limit', 'limit=many'],
    ['cursor', 'cursor=abc'],
    ['cursor', `cursor=${Buffer.from('2026-01-01T00:00:00.000000Z job_x').toString('base64url')}`],
  ])('is refused with 400 that names %s for ?%s', async (field, query) => {
    const answer = await get(`/v1/jobs?${query}`);
    expect([answer.status, fields(answer)]).toEqual([400, [field]]);
  });

  test.each(['/v1/nothing', '/v1', '/v1/jobs/x/y/z', '/elsewhere'])(
    'answers a 404 problem at %s',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.json.code]).toEqual([404, 'not_found']);
      expect(answer.json.request_id).toBe(answer.headers.get('x-request-id'));
      expect(answer.json.instance).toBe(answer.json.request_id);
    },
  );

  test('has a page for every problem there is', async () => {
    for (const code of Object.keys(problems)) {
      const answer = await api.call('GET', `/docs/errors/${code}`);
      expect([answer.status, answer.json.code]).toEqual([200, code]);
    }
    expect((await api.call('GET', '/docs/errors/toString')).status).toBe(404);
  });
});

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
    const own = (await api.upload(customer, photo)).json;
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      made.unshift((await post(removal(own.id), {}, customer)).json.id);
    }
    const seen: string[] = [];
    let path = '/v1/jobs?limit=2';
    for (;;) {
      const { json, headers } = await get(path, {}, customer);
      expect(json.object).toBe('list');
      seen.push(...json.data.map(({ id }) => id));
      expect(json.has_more).toBe(json.next_cursor !== null);
      if (!json.has_more) break;
      path = /<(.*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? 'no link';
    }
    expect(seen).toEqual(made);
  });
});

describe('polling a job', () => {
  test('costs no query while nothing changes: neither 200 nor 304', async () => {
    const { id } = (await post(removal())).json;
    const first = await get(`/v1/jobs/${id}`);
    const etag = first.headers.get('etag') ?? '';
    const before = api.queries();
    const same = await get(`/v1/jobs/${id}`);
    const unchanged = await get(`/v1/jobs/${id}`, { 'if-none-match': etag });
    expect(api.queries()).toBe(before);
    expect([same.status, same.json]).toEqual([200, first.json]);
    expect([unchanged.status, unchanged.bytes.length]).toEqual([304, 0]);
    expect(unchanged.headers.get('etag')).toBe(etag);
    expect(unchanged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(same.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(same.headers.get('cache-control')).toBe(first.headers.get('cache-control'));
  });

  test('shows a change that another process made within a second of its commit', async () => {
    const { id } = (await post(removal())).json;
    const etag = (await get(`/v1/jobs/${id}`)).headers.get('etag') ?? '';
    await api.db.database.withOrganization(owner.organizationId, (tx) =>
      tx.query('select request_cancel($1)', [api.uuidOf('job', id)]),
    );
    const changedAt = Date.now();
    let answer = await get(`/v1/jobs/${id}`, { 'if-none-match': etag });
    while (answer.status === 304 && Date.now() < changedAt + 1_000) {
      answer = await get(`/v1/jobs/${id}`, { 'if-none-match': etag });
    }
    expect([answer.status, answer.json.status]).toEqual([200, 'canceled']);
    expect(answer.headers.get('etag')).not.toBe(etag);
  });

  test('shows one’s own cancel at once', async () => {
    const { id } = (await post(removal())).json;
    await get(`/v1/jobs/${id}`);
    await api.call('POST', `/v1/jobs/${id}/cancel`, { key: owner.key });
    expect((await get(`/v1/jobs/${id}`)).json.status).toBe('canceled');
  });

  test('waits with `Prefer: wait=N` until the job has ended', async () => {
    const { id } = (await post(removal())).json;
    const waiting = get(`/v1/jobs/${id}`, { prefer: 'respond-async, wait=30' });
    await get(`/v1/jobs/${id}`);
    await api.call('POST', `/v1/jobs/${id}/cancel`, { key: owner.key });
    const answer = await waiting;
    expect([answer.status, answer.json.status]).toEqual([200, 'canceled']);
    expect(answer.headers.get('preference-applied')).toBe('wait=30');
  });

  test('waits no longer than it was asked to, and then answers the job as it is', async () => {
    const { id } = (await post(removal())).json;
    const startedAt = performance.now();
    const answer = await get(`/v1/jobs/${id}`, { prefer: 'wait=1' });
    expect([answer.status, answer.json.status]).toEqual([200, 'queued']);
    expect(performance.now() - startedAt).toBeGreaterThan(900);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('the catalogue and the wallet', () => {
  test('shows every operation with prices and the schema of its input', async () => {
    const { json } = await get('/v1/operations');
    for (const operation of json.data) operationResource.parse(operation);
    const removal = json.data.find(({ id }) => id === 'background-removal');
    expect(removal).toMatchObject({ object: 'operation', prices: [{ credits: 1, when: {} }] });
    expect(removal?.input_schema.properties.mode?.default).toBe('auto');
  });

  test('shows a grant in balance and ledger, whose amounts sum to what is posted', async () => {
    const customer = await api.customer(7);
    await api.grant(customer, 5);
    const { json } = await get('/v1/credits/ledger?limit=1', {}, customer);
    ledgerEntryResource.parse(json.data[0]);
    expect(json.data[0]).toMatchObject({ kind: 'grant', amount: 5, balance_after: 12, job: null });
    const rest = await get(`/v1/credits/ledger?cursor=${json.next_cursor}`, {}, customer);
    expect(rest.json.data.map(({ amount }) => amount)).toEqual([7]);
    expect((await get('/v1/credits/balance', {}, customer)).json).toEqual({
      posted: 12,
      held: 0,
      available: 12,
    });
  });
});

describe('health and logs', () => {
  test('says that it lives, and which part is down', async () => {
    expect((await api.call('GET', '/healthz')).json).toEqual({ status: 'ok' });
    const ready = await api.call('GET', '/readyz');
    expect([ready.status, ready.json]).toEqual([
      200,
      { status: 'degraded', parts: { postgres: 'ok', temporal: 'down', storage: 'ok' } },
    ]);
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
    expect(api.logged.map((entry) => entry.request_id)).toContain(
      answer.headers.get('x-request-id'),
    );
  });

  test('asks for no page of another site to read or frame it', async () => {
    const { headers } = await get('/v1/credits/balance');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

test('an upload is an asset like any other', () => {
  expect(assetResource.parse(asset)).toEqual(asset);
});
