import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { storeApiKey } from '../../db/api-keys/api-keys.ts';
import { sessionCookie } from './session-cookie.ts';
import type { TestBody } from '../testing/http-client.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';
import { whenRemembered } from '../testing/when-remembered.ts';

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

describe('who asks', () => {
  test.each([
    ['no key', () => ({})],
    ['a wrong key', () => ({ authorization: `Bearer sk_${'x'.repeat(43)}` })],
    ['another scheme', () => ({ authorization: 'Basic abc' })],
    ['a made-up session', () => ({ cookie: `${sessionCookie(api.origin)}=made.up` })],
  ])('answers 401 to %s, on every kind of route', async (_name, headersOf) => {
    const headers: Record<string, string> = headersOf();
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

  test('is not looked for where a key cannot be one of ours', async () => {
    const flipped = owner.key.slice(0, -1) + (owner.key.endsWith('A') ? 'B' : 'A');
    const before = api.queries();
    for (const key of [
      flipped,
      `sk_${'x'.repeat(43)}`,
      `sk_${'x'.repeat(49)}`,
      'sk_',
      owner.key.slice(3),
    ]) {
      const answer = await api.call('GET', '/v1/jobs', { key });
      expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated']);
    }
    expect(api.queries()).toBe(before);
  });

  describe('by keys of 0.1.0, which have no checksum,', () => {
    const madeUp = () => `sk_${randomBytes(32).toString('base64url')}`;
    const store = async (secret: string): Promise<void> => {
      const { organizationId } = owner;
      await api.db.database.withOrganization(organizationId, (tx) =>
        storeApiKey(tx, { organizationId, name: 'old', secret }),
      );
    };
    const statusOf = async (key: string) => (await api.call('GET', '/v1/jobs', { key })).status;
    /** Waits until what keys there are is remembered: it is once the database's notifications arrive. */
    const remembered = async (): Promise<void> => {
      const giveUpAt = Date.now() + 10_000;
      for (let before = -1; before !== api.queries();) {
        if (Date.now() > giveUpAt) throw new Error('made-up keys still cost a query each');
        before = api.queries();
        expect(await statusOf(madeUp())).toBe(401);
      }
    };

    /** Stores one, and asks by it until the news of it has come. */
    const known = async (): Promise<string> => {
      const secret = madeUp();
      await store(secret);
      let status = 401;
      for (const since = Date.now(); status === 401 && Date.now() < since + 1_000;) {
        status = await statusOf(secret);
      }
      expect(status).toBe(200);
      return secret;
    };

    test('finds whoever has one, also one that was stored after others were refused', async () => {
      await remembered();
      await known();
    });

    test('costs no query for any that is made up, although there are real ones', async () => {
      const real = await known();
      await remembered();
      const before = api.queries();
      for (let count = 0; count < 20; count += 1) expect(await statusOf(madeUp())).toBe(401);
      const flood = Array.from({ length: 50 }, () => statusOf(madeUp()));
      expect(new Set(await Promise.all(flood))).toEqual(new Set([401]));
      expect(api.queries()).toBe(before);
      expect(await statusOf(real)).toBe(200);
    });

    test('costs one query for all who come at once, before anything is remembered', async () => {
      await remembered();
      await store(madeUp());
      const before = api.queries();
      await Promise.all(Array.from({ length: 50 }, () => statusOf(madeUp())));
      // One that was under way when the news came, and one after it.
      expect(api.queries() - before).toBeLessThanOrEqual(2);
    });
  });

  test('forgets a revoked key within a second, though it was remembered', async () => {
    const customer = await api.customer(5);
    const design = { operation: 'text-to-design', input: { prompt: 'A kite' } };
    const path = `/v1/jobs/${(await post(design, {}, customer)).json.id}`;
    expect((await whenRemembered(api, path, customer)).status).toBe(200);
    await api.db.database.withOrganization(customer.organizationId, (tx) =>
      tx.query('update api_keys set revoked_at = now()'),
    );
    const revokedAt = Date.now();
    let status = 200;
    while (status === 200 && Date.now() < revokedAt + 1_000) {
      status = (await get(path, {}, customer)).status;
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

describe('an answer', () => {
  test('asks for no page of another site to read or frame it', async () => {
    const { headers } = await get('/v1/credits/balance');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
