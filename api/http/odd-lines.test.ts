import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { builtPages } from '../testing/built-pages.ts';
import { authTargets, pageTargets, routeTargets, type Target } from '../testing/targets.ts';
import type { TestPerson } from '../testing/people.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

// The log's lines of level 40 and more are for whoever runs the studio. Whatever a visitor makes up, in an address or in a
// header, is no reason to look: it leaves none, whichever part or library refuses it.
const { pages, routes } = await builtPages();
// What libraries write there is a line of the log as soon as a process of ours has begun.
const written = (['warn', 'error'] as const).map((level) =>
  jest.spyOn(console, level).mockImplementation(() => undefined),
);
let api: TestApi;
let ada: TestPerson;
beforeAll(async () => {
  api = await createTestApi({ pages });
  ada = await api.person();
});
afterAll(() => api.close());
beforeEach(() => api.auth.query('delete from auth.rate_limit'));

const routeIds = Object.keys(routes);
const odd = [
  '',
  'x',
  '%00',
  '%E0%A4%A',
  '__proto__',
  'constructor',
  '../root',
  'root',
  ...routeIds,
];
const queries = [
  ...odd.map((value) => `_data=${value}`),
  ...odd.slice(0, 6).map((value) => `_routes=${value}`),
  ...['index', 'index=x', '_data=root&_data=x', '_data', 'p=%2F&p=%ff', 'version=x'],
];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
const suffixes = ['', '.data', '/'];
const origins = [
  ...['null', '', 'x', '//', 'https://evil.example', 'https://evil.example:99999', 'file://'],
  ...['http://[', 'javascript:0', 'http://localhost%', 'https://a, https://b', 'data:,'],
];
const values = ['x', '=;=', 'a=%', '\u00ff', 'https://evil.example/', '*', 'null'];

type Asked = Pick<Target, 'method' | 'path'> & Partial<Target>;

const everything = (): Target[] => [
  ...routeTargets(api, ada.pageHeaders),
  ...pageTargets(routes, 'GET', ada.pageHeaders),
  ...pageTargets(routes, 'POST', { cookie: ada.cookie }),
  ...authTargets(api).flatMap((target) =>
    [{}, { cookie: ada.cookie }].map((who) => ({
      ...target,
      headers: { ...target.headers, ...who },
    })),
  ),
];
const pagePaths = () =>
  pageTargets(routes, 'GET', {}).map(({ path }) => (path === '/' ? '' : path));

/** Asks all of it, a few at a time; answers what somebody would look at, and what was answered with a 500. */
async function troubleOf(all: readonly Asked[]): Promise<string[]> {
  const before = api.logged.length;
  for (const each of written) each.mockClear();
  const trouble: string[] = [];
  for (let at = 0; at < all.length; at += 20) {
    const some = all.slice(at, at + 20).map(async ({ method, path, headers = {}, body = '' }) => {
      const answer = await api.call(method, path, { headers, ...(body && { body }) });
      if (answer.status >= 500) trouble.push(`${answer.status} to ${method} ${path}`);
    });
    await Promise.all(some);
  }
  const lines = api.logged.slice(before).filter(({ level }) => Number(level) >= 40);
  const said = written.flatMap(({ mock }) => mock.calls.map(([first]) => String(first)));
  return [...new Set([...trouble, ...said, ...lines.map(({ msg }) => String(msg))])];
}

describe('no line of warning is left by', () => {
  test.each(queries)('?%s on any page', async (query) => {
    const paths = pagePaths().flatMap((path) => suffixes.map((suffix) => path && path + suffix));
    const all = ['', '/__manifest', ...paths].flatMap((path) =>
      ['GET', 'POST'].map((method) => ({ method, path: `${path || '/'}?${query}` })),
    );
    expect(await troubleOf(all)).toEqual([]);
  });

  test.each(methods)('an odd path that is asked with %s', async (method) => {
    const ends = ['x.data', '__manifest', '%', '%zz', '%ff', 'a%2', ...odd.slice(1)];
    const all = [...pagePaths(), '/v1/jobs', '/api/auth', '/assets', '/docs/errors'].flatMap(
      (path) => ends.map((end) => ({ method, path: `${path}/${end}` })),
    );
    expect(await troubleOf(all)).toEqual([]);
  });

  test.each(origins)('the origin %j, anywhere', async (origin) => {
    const all = everything().map((each) => ({ ...each, headers: { ...each.headers, origin } }));
    expect(await troubleOf(all)).toEqual([]);
  });

  test.each(['cookie', 'referer', 'accept-language', 'content-type', 'x-forwarded-host'])(
    'an odd %s, anywhere',
    async (name) => {
      const all = everything().flatMap((each) =>
        values.map((value) => ({ ...each, headers: { ...each.headers, [name]: value } })),
      );
      expect(await troubleOf(all)).toEqual([]);
    },
  );

  test('people whom nobody knows, and odd addresses to go on to', async () => {
    const { email } = ada;
    const people = [
      ...[{}, { email, password: 'wrong horse battery' }, { email: 'x', password: 'x' }],
      ...origins.map((callbackURL) => ({ email, password: 'wrong horse', callbackURL })),
    ];
    const headers = { origin: api.origin, 'content-type': 'application/json' };
    for (const person of people) {
      await api.auth.query('delete from auth.rate_limit');
      const body = JSON.stringify(person);
      const all = [{ method: 'POST', path: '/api/auth/sign-in/email', headers, body }];
      expect(await troubleOf(all)).toEqual([]);
    }
  });
});
