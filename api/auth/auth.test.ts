import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicId } from '../../domain/ids.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

const password = 'correct horse battery';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

const post = (path: string, json: unknown, headers: Record<string, string> = {}) =>
  api.call('POST', path, { json, headers: { origin: api.origin, ...headers } });
const cookieOf = (setCookies: string[]) =>
  setCookies.map((cookie) => cookie.split(';')[0]).join('; ');

async function signUp(
  email = `${uuidv7()}@example.com`,
): Promise<{ email: string; cookie: string }> {
  await api.auth.query('delete from auth.rate_limit');
  const answer = await post('/api/auth/sign-up/email', { email, password, name: 'Ada' });
  expect(answer.status).toBe(200);
  return { email, cookie: cookieOf(answer.headers.getSetCookie()) };
}
const pageRequest = (headers: Record<string, string>) =>
  new Request(new URL('/', api.origin), { method: 'POST', headers });

describe('signing up', () => {
  test('makes the person’s own organization, of which they are the owner', async () => {
    const { cookie } = await signUp();
    const session = await api.application.pageApi.session(pageRequest({ cookie }));
    expect(session).toMatchObject({
      user: { name: 'Ada' },
      organization: { name: 'Ada', role: 'owner' },
      staff: [],
    });
    expect(session?.organization.id).toMatch(/^org_/);
    expect(session?.user.id).toMatch(/^usr_/);
  });

  test('keeps the password as argon2id', async () => {
    await signUp();
    const rows = await api.auth.query<{ password: string }>('select password from auth.account');
    for (const row of rows) expect(row.password).toMatch(/^\$argon2id\$/);
  });

  test('sets an HttpOnly, SameSite=Lax cookie of this host', async () => {
    const answer = await post('/api/auth/sign-up/email', {
      email: `${uuidv7()}@example.com`,
      password,
      name: 'Ada',
    });
    const [cookie] = answer.headers.getSetCookie();
    const { port } = new URL(api.origin);
    expect(cookie?.startsWith(`atelier-${port}.session_token=`)).toBe(true);
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});

describe('a session cookie', () => {
  test('opens the API for its organization', async () => {
    const { cookie } = await signUp();
    const answer = await api.call('GET', '/v1/credits/balance', { headers: { cookie } });
    expect([answer.status, answer.json]).toEqual([200, { posted: 0, held: 0, available: 0 }]);
  });

  test.each([
    ['no Origin', {}],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['an opaque Origin', { origin: 'null' }],
  ])('writes nothing with %s', async (_name, headers) => {
    const { cookie } = await signUp();
    const answer = await api.call('POST', '/v1/jobs', {
      headers: { cookie, ...headers },
      json: {},
    });
    expect([answer.status, answer.json.code]).toEqual([403, 'forbidden_origin']);
  });

  test('writes from our own pages, by every name of this machine', async () => {
    const { cookie } = await signUp();
    for (const origin of [api.origin, api.origin.replace('localhost', '127.0.0.1')]) {
      const answer = await api.call('POST', '/v1/jobs', { headers: { cookie, origin }, json: {} });
      expect(answer.status).toBe(400);
    }
  });

  test.each(['viewer', 'finance'])('of a %s reads but does not write', async (role) => {
    const { cookie } = await signUp();
    const session = await api.application.pageApi.session(pageRequest({ cookie }));
    await api.auth.query('update auth.member set role = $1 where organization_id = $2', [
      role,
      api.uuidOf('org', session?.organization.id),
    ]);
    const headers = { cookie, origin: api.origin };
    const answer = await api.call('POST', '/v1/jobs', { headers, json: {} });
    expect([answer.status, answer.json.code]).toEqual([403, 'forbidden']);
    expect((await api.call('GET', '/v1/jobs', { headers })).status).toBe(200);
  });

  test('does not save a request with a wrong key', async () => {
    const { cookie } = await signUp();
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
    const { email } = await signUp();
    const answer = await signIn(email, password, { 'x-client-ip': '10.0.0.1' });
    const cookie = cookieOf(answer.ok ? answer.setCookies : []);
    const { pageApi } = api.application;
    expect((await pageApi.session(pageRequest({ cookie })))?.user.email).toBe(email);
    const cleared = await pageApi.signOut(pageRequest({ cookie, origin: api.origin }));
    expect(cleared.join()).toContain('Max-Age=0');
    expect(await pageApi.session(pageRequest({ cookie }))).toBeNull();
  });

  test('tells a wrong password and an unknown address alike', async () => {
    const { email } = await signUp();
    const refused = { ok: false, code: 'invalid_credentials' };
    const headers = { 'x-client-ip': '10.0.0.2' };
    expect(await signIn(email, 'a wrong password', headers)).toEqual(refused);
    expect(await signIn('nobody@example.com', password, headers)).toEqual(refused);
  });

  test('is refused from a foreign page', async () => {
    const { email } = await signUp();
    expect(await signIn(email, password, { origin: 'https://evil.example' })).toEqual({
      ok: false,
      code: 'forbidden_origin',
    });
  });

  test('is refused after eight tries a minute from one address, and only from that one', async () => {
    const { email } = await signUp();
    const from = (ip: string) => signIn(email, 'a wrong password', { 'x-client-ip': ip });
    const codes: unknown[] = [];
    for (let count = 0; count < 9; count += 1) codes.push(await from('10.0.0.3'));
    expect(codes.at(7)).toMatchObject({ code: 'invalid_credentials' });
    expect(codes.at(8)).toMatchObject({ code: 'rate_limited' });
    expect(await from('10.0.0.4')).toMatchObject({ code: 'invalid_credentials' });
  });
});

test('an address that a caller claims for itself counts for nothing', async () => {
  const { email } = await signUp();
  const statuses: number[] = [];
  for (let count = 0; count < 9; count += 1) {
    const answer = await post(
      '/api/auth/sign-in/email',
      { email, password: 'a wrong password' },
      { 'x-client-ip': `10.1.0.${count}`, 'x-forwarded-for': `10.1.0.${count}` },
    );
    statuses.push(answer.status);
  }
  expect(statuses.at(-1)).toBe(429);
});

test('a session shows its organization by public id', async () => {
  const { cookie } = await signUp();
  const session = await api.application.pageApi.session(pageRequest({ cookie }));
  const uuid = api.uuidOf('org', session?.organization.id);
  expect(publicId('org', uuid)).toBe(session?.organization.id);
});
