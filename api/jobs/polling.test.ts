import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestBody } from '../testing/http-client.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';
import { whenRemembered } from '../testing/when-remembered.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));

let api: TestApi;
let owner: TestCustomer;
let asset: TestBody;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer(100);
  asset = (await api.upload(owner, photo)).json;
});
afterAll(() => api.close());

const { removal, post, get } = requestsIn(() => ({ api, owner, asset }));

describe('polling a job', () => {
  test('costs no query while nothing changes: neither 200 nor 304', async () => {
    const { id } = (await post(removal())).json;
    const first = await get(`/v1/jobs/${id}`);
    const etag = first.headers.get('etag') ?? '';
    await whenRemembered(api, `/v1/jobs/${id}`, owner);
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
