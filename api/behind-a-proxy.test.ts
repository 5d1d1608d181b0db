import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { builtPages } from './testing/built-pages.ts';
import { cookieOf, type TestPerson } from './testing/people.ts';
import { createReverseProxy, send } from './testing/reverse-proxy.ts';
import { createTestApi, type TestApi, type TestCustomer } from './testing/test-api.ts';

const publicOrigin = 'https://studio.example.com';
const form = { 'content-type': 'application/x-www-form-urlencoded', origin: publicOrigin };

let api: TestApi;
let strict: TestApi;
let proxy: Awaited<ReturnType<typeof createReverseProxy>>;
let person: TestPerson;
let customer: TestCustomer;
beforeAll(async () => {
  const { pages } = await builtPages();
  [api, strict] = await Promise.all([
    createTestApi({ pages, publicOrigin, trustedProxies: ['127.0.0.0/8'] }),
    createTestApi({ pages, publicOrigin }),
  ]);
  proxy = await createReverseProxy({ to: portOf(api), origin: publicOrigin });
  [person, customer] = await Promise.all([api.person(), api.customer(10)]);
});
afterAll(() => Promise.all([proxy.close(), api.close(), strict.close()]));
beforeEach(() => api.auth.query('delete from auth.rate_limit'));

const portOf = ({ origin }: TestApi) => Number(new URL(origin).port);
const setCookies = ({ headers }: Awaited<ReturnType<typeof send>>) => headers['set-cookie'] ?? [];

function post(path: string, fields: Record<string, string>, headers: object = {}, port?: number) {
  return send(port ?? proxy.port, {
    method: 'POST',
    path,
    headers: { host: 'studio.example.com', ...form, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
}

describe('behind a proxy', () => {
  test('people sign in, change the theme and sign out, with cookies for https alone', async () => {
    const { email, password, organization } = person;
    const signedIn = await post('/sign-in', { email, password });
    expect([signedIn.status, signedIn.headers.location]).toEqual([302, '/studio']);
    const cookie = cookieOf(setCookies(signedIn));
    const theme = await post('/preferences', { theme: 'light', locale: 'fr' }, { cookie });
    const studio = await send(proxy.port, { path: '/studio', headers: { cookie } });
    expect(studio.status).toBe(200);
    const out = await post('/sign-out', { organization }, { cookie });
    expect([theme.status, out.status, out.headers.location]).toEqual([302, 302, '/sign-in']);
    const all = [signedIn, theme, out].flatMap(setCookies);
    expect(all.length).toBeGreaterThanOrEqual(4);
    for (const each of all) expect(each).toMatch(/; Secure(;|$)/);
  });

  test('a page of another site signs nobody in, in words', async () => {
    const { email, password } = person;
    for (const origin of [
      'https://evil.example',
      'http://studio.example.com',
      'null',
      'nonsense',
    ]) {
      const answer = await post('/sign-in', { email, password }, { origin });
      expect([origin, answer.status, setCookies(answer)]).toEqual([origin, 403, []]);
      expect(answer.text).toContain('Nothing was done or charged');
    }
  });

  const wrong = (headers: object = {}) =>
    post('/sign-in', { email: person.email, password: 'a wrong password' }, headers);

  test('whoever tries too often keeps nobody else out', async () => {
    proxy.comesFrom('203.0.113.7');
    const tries: number[] = [];
    for (let count = 0; count < 9; count += 1) tries.push((await wrong()).status);
    expect(tries).toEqual([...Array.from({ length: 8 }, () => 401), 429]);
    proxy.comesFrom('203.0.113.8');
    expect((await wrong()).status).toBe(401);
  });

  test('nobody gets more tries by claiming other addresses', async () => {
    proxy.comesFrom('203.0.113.9');
    const tries: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      const claimed = `198.51.100.${count}`;
      const headers = { 'x-forwarded-for': claimed, 'x-client-ip': claimed, 'x-real-ip': claimed };
      tries.push((await wrong({ ...headers, forwarded: `for=${claimed}` })).status);
    }
    expect(tries.at(-1)).toBe(429);
  });

  test('that was not named as trusted, its word counts for nothing', async () => {
    const tries: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      const headers = { 'x-forwarded-for': `198.51.100.${count}` };
      const fields = { email: person.email, password: 'a wrong password' };
      tries.push((await post('/sign-in', fields, headers, portOf(strict))).status);
    }
    expect(tries.at(-1)).toBe(429);
  });
});

describe('a made-up Host', () => {
  const spoofed = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'gopher',
    forwarded: 'host=evil.example',
  };

  test.each(['from anybody', 'passed on by a trusted proxy'])(
    'is in no answer, %s',
    async (way) => {
      const port = way === 'from anybody' ? portOf(strict) : portOf(api);
      const { email, password } = person;
      const prompt = { operation: 'text-to-design', input: { prompt: 'A kite' } };
      const key = { authorization: `Bearer ${customer.key}` };
      const answers = await Promise.all([
        ...[
          '/',
          '/studio',
          '/sign-in',
          '/sign-up',
          '/nothing',
          '/v1/openapi.json',
          '/v1/nothing',
        ].map((path) => send(port, { path, headers: spoofed })),
        send(port, { path: '/v1/jobs', headers: { ...spoofed, ...key } }),
        send(port, {
          method: 'POST',
          path: '/v1/jobs',
          headers: { ...spoofed, ...key, 'content-type': 'application/json' },
          body: JSON.stringify(prompt),
        }),
        post('/sign-in', { email, password }, spoofed, port),
        post('/preferences', { theme: 'light' }, spoofed, port),
      ]);
      for (const { status, headers, text } of answers) {
        expect(status).toBeLessThan(500);
        expect(JSON.stringify(headers) + text).not.toMatch(/evil|gopher/);
      }
      const made = answers.find(({ status }) => status === 202);
      if (way !== 'from anybody')
        expect(made?.text).toContain(`"self":"${publicOrigin}/v1/jobs/job_`);
    },
  );
});
