import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { organization } from 'better-auth/plugins/organization';
import pg from 'pg';
import { pino } from 'pino';
import type { TestPerson } from '../testing/people.ts';
import { withConnection } from '../../db/testing/test-database.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';
import { createBetterAuth } from './better-auth.ts';
import { basePath, endpoints } from './endpoints.ts';

let api: TestApi;
let person: TestPerson;
beforeAll(async () => {
  api = await createTestApi();
  person = await api.person();
});
afterAll(() => api.close());

interface Endpoint {
  readonly path?: string;
  readonly options?: { readonly method?: string | readonly string[] };
}

/** Every address that better-auth and its organizations could answer at, from their own routers. */
const libraryEndpoints = [
  ...Object.values<Endpoint>(
    createBetterAuth({
      pool: new pg.Pool(),
      origin: 'http://localhost',
      trustedOrigins: [],
      secret: 'a secret of thirty-two characters',
      log: pino({ level: 'silent' }),
    }).api as Record<string, Endpoint>,
  ),
  ...Object.values<Endpoint>(organization().endpoints as Record<string, Endpoint>),
].flatMap(({ path, options }) =>
  path === undefined
    ? []
    : [options?.method ?? 'GET'].flat().map((method) => [method, basePath + path] as const),
);
const isListed = (path: string) => Object.hasOwn(endpoints, path);
const ask = async (method: string, path: string) => {
  await api.auth.query('delete from auth.rate_limit');
  const { cookie, origin } = person.pageHeaders;
  return api.call(method, path, {
    headers: { cookie: cookie ?? '', origin: origin ?? '' },
    ...(method !== 'GET' && { json: {} }),
  });
};

describe('of better-auth’s own endpoints', () => {
  test('there are some that would make, delete or show things', () => {
    const paths = libraryEndpoints.map(([, path]) => path.slice(basePath.length));
    expect(paths).toEqual(
      expect.arrayContaining([
        '/organization/create',
        '/organization/delete',
        '/sign-up/email',
        '/verify-email',
        '/list-sessions',
        '/update-user',
      ]),
    );
  });

  test.each(libraryEndpoints.filter(([, path]) => !isListed(path)))(
    '%s %s is not there, and changes nothing',
    async (method, path) => {
      const counted = `select (select count(*) from auth.organization) as organizations,
        (select count(*) from auth.member) as members, (select count(*) from auth."user") as people,
        (select count(*) from auth.session) as sessions`;
      const before = await api.auth.query(counted);
      const answer = await ask(method, path.replace(/:\w+/g, 'x'));
      expect([answer.status, answer.json.code]).toEqual([404, 'not_found']);
      expect(await api.auth.query(counted)).toEqual(before);
    },
  );

  test.each(Object.keys(endpoints))('%s is there, by POST alone', async (path) => {
    const library = libraryEndpoints.filter(([, known]) => known === path);
    expect(library).toEqual([['POST', path]]);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect([method, (await ask(method, path)).status]).toEqual([method, 404]);
    }
    expect((await ask('POST', path)).status).not.toBe(404);
  });

  test.each(['/', '//sign-out', '/sign-out/', '/%73ign-out', '/sign-out/../ok', '/constructor'])(
    'none is found at %s',
    async (path) => {
      expect((await ask('POST', basePath + path)).status).toBe(404);
    },
  );
});

describe('signing in over the API', () => {
  const signIn = async (body: unknown, query = '') => {
    await api.auth.query('delete from auth.rate_limit');
    return api.call('POST', `/api/auth/sign-in/email${query}`, {
      headers: { origin: api.origin },
      json: body,
    });
  };

  test.each(['/.//evil.example', '//evil.example', 'https://evil.example', '/studio'])(
    'leads nowhere, not even to %s',
    async (callbackURL) => {
      const { email, password } = person;
      const told = await signIn({ email, password, callbackURL });
      expect([told.status, told.json.code]).toEqual([400, 'invalid_request']);
      const query = `?${new URLSearchParams({ callbackURL, redirectTo: callbackURL })}`;
      const asked = await signIn({ email, password }, query);
      expect([asked.status, asked.headers.get('location')]).toEqual([200, null]);
      expect(asked.bytes.toString()).not.toContain('evil');
    },
  );

  test.each([
    ['nothing', undefined],
    ['a list', []],
    ['null', null],
    ['numbers', { email: 1, password: 2 }],
    ['something more', { email: 'a@b.example', password: 'x', role: 'owner' }],
    ['an endless address', { email: `${'a'.repeat(300)}@b.example`, password: 'x' }],
    ['an endless password', { email: 'a@b.example', password: 'x'.repeat(10_000) }],
  ])('answers 400 to %s', async (_name, body) => {
    const answer = await signIn(body);
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid_request']);
  });

  test('answers 400 to what is no JSON, whatever it is called', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data', 'x']) {
      const headers = { origin: api.origin, 'content-type': type };
      const answer = await api.call('POST', '/api/auth/sign-in/email', {
        headers,
        body: '{"email',
      });
      expect([type, answer.status]).toEqual([type, 400]);
    }
  });
});

describe('the log', () => {
  const hostile = 'hostile\n\u001b[31m{"level":60}';

  test('gets none of what a caller wrote, into no line', async () => {
    const before = api.logged.length;
    const from = { origin: 'https://hostile.example', cookie: person.cookie };
    for (const path of libraryEndpoints.map(([, known]) => known)) {
      const query = new URLSearchParams({ callbackURL: hostile, token: hostile, error: hostile });
      await api.call('GET', `${path}?${query}`, { headers: from });
      await api.call('POST', `${path}?${query}`, {
        headers: from,
        json: { email: `${hostile}@x`, password: hostile, callbackURL: hostile },
      });
    }
    const cookie = `${person.cookie.split('=')[0]}=hostile.${'A'.repeat(43)}%3D`;
    await api.call('GET', '/v1/jobs', { headers: { cookie } });
    expect(api.logged.length).toBeGreaterThan(before);
    expect(JSON.stringify(api.logged)).not.toContain('hostile');
  });

  test('gets the kind of what fails in the database, and no query with its parameters', async () => {
    const rename = (from: string, to: string) =>
      withConnection(api.db.adminUrl, (admin) =>
        admin.query(`alter table auth.${from} rename to ${to}`),
      );
    const before = api.logged.length;
    await rename('"user"', 'gone');
    const answer = await api.call('POST', '/api/auth/sign-in/email', {
      headers: { origin: api.origin },
      json: { email: 'hostile@example.com', password: 'hostile' },
    });
    await rename('gone', '"user"');
    expect([answer.status, answer.json.code]).toEqual([500, 'internal_error']);
    const lines = JSON.stringify(api.logged.slice(before));
    expect(lines).toContain('does not exist');
    expect(lines).not.toMatch(/hostile|params|select /);
  });
});
