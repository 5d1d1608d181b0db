import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cookieOf } from '../testing/people.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const pageRequest = (headers: Record<string, string>) =>
  new Request(new URL('/', api.origin), { method: 'POST', headers });

describe('a session cookie', () => {
  test('opens the API for its organization', async () => {
    const { cookie } = await api.person();
    const answer = await api.call('GET', '/v1/credits/balance', { headers: { cookie } });
    expect([answer.status, answer.json]).toEqual([200, { posted: 0, held: 0, available: 0 }]);
  });

  test.each([
    ['no Origin', {}],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['an opaque Origin', { origin: 'null' }],
  ])('writes nothing with %s', async (_name, headers) => {
    const { cookie, organization } = await api.person();
    const answer = await api.call('POST', '/v1/jobs', {
      headers: { cookie, 'atelier-organization': organization, ...headers },
      json: {},
    });
    expect([answer.status, answer.json.code]).toEqual([403, 'forbidden_origin']);
  });

  test('writes from our own pages, by every name of this machine', async () => {
    const { pageHeaders } = await api.person();
    for (const origin of [api.origin, api.origin.replace('localhost', '127.0.0.1')]) {
      const answer = await api.call('POST', '/v1/jobs', {
        headers: { ...pageHeaders, origin },
        json: {},
      });
      expect(answer.status).toBe(400);
    }
  });

  test('does not save a request with a wrong key', async () => {
    const { cookie } = await api.person();
    const headers = { cookie, authorization: `Bearer sk_${'x'.repeat(43)}` };
    expect((await api.call('GET', '/v1/jobs', { headers })).status).toBe(401);
  });
});

describe('signing in through a page', () => {
  const signIn = (email: string, given: string, headers: Record<string, string> = {}) =>
    api.application.pageApi.signIn(pageRequest({ origin: api.origin, ...headers }), {
      email,
      password: given,
    });

  test('answers cookies that open a session, until it is signed out', async () => {
    const { email, password } = await api.person();
    const answer = await signIn(email, password, { 'x-client-ip': '10.0.0.1' });
    const cookie = cookieOf(answer.ok ? answer.setCookies : []);
    const { pageApi } = api.application;
    expect((await pageApi.session(pageRequest({ cookie })))?.user.email).toBe(email);
    const cleared = await pageApi.signOut(pageRequest({ cookie, origin: api.origin }));
    expect(cleared.join()).toContain('Max-Age=0');
    expect(await pageApi.session(pageRequest({ cookie }))).toBeNull();
  });

  test('tells a wrong password and an unknown address alike', async () => {
    const { email, password } = await api.person();
    const refused = { ok: false, code: 'invalid_credentials' };
    const headers = { 'x-client-ip': '10.0.0.2' };
    expect(await signIn(email, 'a wrong password', headers)).toEqual(refused);
    expect(await signIn('nobody@example.com', password, headers)).toEqual(refused);
  });

  test('is refused from a foreign page', async () => {
    const { email, password } = await api.person();
    expect(await signIn(email, password, { origin: 'https://evil.example' })).toEqual({
      ok: false,
      code: 'forbidden_origin',
    });
  });

  test('is refused after eight tries a minute from one address, and only from that one', async () => {
    const { email } = await api.person();
    const from = (ip: string) => signIn(email, 'a wrong password', { 'x-client-ip': ip });
    const codes: unknown[] = [];
    for (let count = 0; count < 9; count += 1) codes.push(await from('10.0.0.3'));
    expect(codes.at(7)).toMatchObject({ code: 'invalid_credentials' });
    expect(codes.at(8)).toMatchObject({ code: 'rate_limited' });
    expect(await from('10.0.0.4')).toMatchObject({ code: 'invalid_credentials' });
  });
});

test('an address that a caller claims for itself counts for nothing', async () => {
  const { email } = await api.person();
  const statuses: number[] = [];
  for (let count = 0; count < 9; count += 1) {
    const claimed = `10.1.0.${count}`;
    const answer = await api.call('POST', '/api/auth/sign-in/email', {
      json: { email, password: 'a wrong password' },
      headers: { origin: api.origin, 'x-client-ip': claimed, 'x-forwarded-for': claimed },
    });
    statuses.push(answer.status);
  }
  expect(statuses.at(-1)).toBe(429);
});

test('somebody whose organization is gone gets no other one, nor a wallet, whatever they ask', async () => {
  const { cookie, email, password, organization } = await api.person();
  const uuid = api.uuidOf('org', organization);
  await api.auth.query('delete from auth.organization where id = $1', [uuid]);
  const before = await api.auth.query('select id from auth.organization');
  const signIn = () => api.application.pageApi.signIn(pageRequest({}), { email, password });
  const statuses = await Promise.all(
    ['/v1/credits/balance', '/v1/jobs'].map((path) =>
      api.call('GET', path, { headers: { cookie } }),
    ),
  );
  expect(statuses.map(({ status }) => status)).toEqual([401, 401]);
  expect(await api.application.pageApi.session(pageRequest({ cookie }))).toBeNull();
  expect(await signIn()).toEqual({ ok: false, code: 'no_organization' });
  expect(await api.auth.query('select id from auth.organization')).toEqual(before);
});
