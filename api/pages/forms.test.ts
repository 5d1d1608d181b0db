import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { uuidv7 } from '../../db/uuidv7.ts';
import { createInvitations } from '../auth/invitations.ts';
import { builtPages } from '../testing/built-pages.ts';
import { cookieOf, type TestPerson } from '../testing/people.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

/** What these keep is nobody's organization's. */
const withoutOrganization = ['/sign-in', '/sign-up', '/preferences'];
const { pages, routes } = await builtPages();
const actions = Object.values(routes).flatMap((route) =>
  route.module.action ? [`/${route.path ?? ''}`] : [],
);

let api: TestApi;
let ada: TestPerson;
let bea: TestPerson;
beforeAll(async () => {
  api = await createTestApi({ pages });
  [ada, bea] = await Promise.all([api.person(), api.person()]);
});
afterAll(() => api.close());
beforeEach(() => api.auth.query('delete from auth.rate_limit'));

const post = (
  path: string,
  body: BodyInit,
  headers: Record<string, string> = {},
  method = 'POST',
) => api.call(method, path, { body, headers: { origin: api.origin, ...headers } });
const fields = (values: Record<string, string>) => new URLSearchParams(values);
const nothingDone = /Nothing was done or charged|Rien n’a été fait ni débité/;
const sessions = () => api.auth.query('select id from auth.session order by id');

test('every page with a form is one of these', () => {
  expect(actions.sort()).toEqual(['/preferences', '/sign-in', '/sign-out', '/sign-up']);
});

describe.each(actions)('a form for %s', (path) => {
  test.each([undefined, 'null', 'https://evil.example', 'not an origin'])(
    'sent by a page of %s does nothing, and says so',
    async (origin) => {
      const before = await sessions();
      const { email, password, cookie, organization } = ada;
      const body = fields({ email, password, organization, theme: 'light', name: 'Eve' });
      const headers = { cookie, ...(origin !== undefined && { origin }) };
      const answer = await api.call('POST', path, { body, headers });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
      expect(answer.bytes.toString()).toMatch(nothingDone);
      expect(await sessions()).toEqual(before);
    },
  );

  test('of thousands of fields is not even read', async () => {
    const many = Array.from({ length: 2_000 }, (_, n) => [`f${n}`, ''] as const);
    const parts = new FormData();
    for (const [name, value] of many.slice(0, 500)) parts.append(name, value);
    for (const body of [new URLSearchParams(many.map((each) => [...each])), parts])
      expect((await post(path, body)).status).toBe(413);
  });

  test.each([
    ['text/plain', 'email=a'],
    ['application/json', '{}'],
    ['nonsense', 'x'],
    ['multipart/form-data', 'x'],
    ['multipart/form-data; boundary=x', '--y\r\n'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data\r\n\r\n--x--'],
  ])('that is %s with %j is answered in words, not with a 500', async (type, body) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const headers = { 'content-type': type, cookie: ada.cookie };
      const answer = await post(path, body, headers, method);
      expect([method, [400, 405, 415].includes(answer.status)]).toEqual([method, true]);
      if (answer.status !== 405) expect(answer.bytes.toString()).toMatch(nothingDone);
    }
  });

  test('with other fields, files for words, and words without end is no 500', async () => {
    const files = new FormData();
    for (const name of ['email', 'password', 'name', 'theme', 'return', 'organization']) {
      files.append(name, new Blob(['x']), 'x');
    }
    const endless = 'é'.repeat(5_000);
    const odd = ['', '\0', '\ud800', '[object Object]', endless];
    const bodies = [
      files,
      ...odd.map((text) => fields({ email: text, password: text, name: text, theme: text })),
      ...odd.map((text) => fields({ email: `${text}@example.com`, password: text, return: text })),
    ];
    for (const body of bodies) {
      await api.auth.query('delete from auth.rate_limit');
      expect((await post(path, body)).status).toBeLessThan(500);
    }
  });
});

describe.each(actions.filter((path) => !withoutOrganization.includes(path)))(
  'a form for %s, of a page that Ada opened,',
  (path) => {
    test.each([
      ['for her organization', () => ada.organization],
      ['for none', () => ''],
      ['for a made-up one', () => 'org_nonsense'],
    ])('%s, does nothing once Bea has signed in, and says what to do', async (_name, named) => {
      const before = await sessions();
      const body = fields({ organization: named() });
      const answer = await post(path, body, { cookie: bea.cookie, 'accept-language': 'fr' });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([409, []]);
      expect(answer.bytes.toString()).toContain('revenez au studio pour y travailler');
      expect(await sessions()).toEqual(before);
    });
  },
);

describe('the way back', () => {
  const away = ['//evil.example', '/.//evil.example', '/\\evil.example', '/\t/evil.example'];
  test.each([...away, 'https://evil.example', 'javascript:alert(1)', '/%2e//evil.example'])(
    'after a form does not lead to %j',
    async (target) => {
      const { email, password, cookie, organization } = ada;
      const query = new URLSearchParams(
        ['return', 'next', 'redirectTo', 'callbackURL'].map((name) => [name, target]),
      );
      const body = fields({ email, password, organization, ...Object.fromEntries(query) });
      for (const path of actions.filter((each) => each !== '/sign-out')) {
        const { headers } = await post(`${path}?${query}`, body, { cookie });
        const way = headers.get('location') ?? '/';
        expect([path, new URL(way, api.origin).origin]).toEqual([path, api.origin]);
        expect(way).not.toMatch(/^\/[/\\]/);
      }
    },
  );
});

describe('signing out', () => {
  test('ends the session everywhere: what other tabs still send is answered in words', async () => {
    const { email, password, organization } = ada;
    const cookie = cookieOf(
      (await post('/sign-in', fields({ email, password }))).headers.getSetCookie(),
    );
    const signOut = () => post('/sign-out', fields({ organization }), { cookie });
    expect((await signOut()).headers.get('location')).toBe('/sign-in');
    // The other tab: a press of the shutter, a page, and the way out once more.
    const headers = { cookie, origin: api.origin, 'atelier-organization': organization };
    const shutter = await api.call('POST', '/v1/jobs', { headers, json: {} });
    expect([shutter.status, shutter.json.code]).toEqual([401, 'unauthenticated']);
    const studio = await api.call('GET', '/studio', { headers: { cookie } });
    expect([studio.status, studio.headers.get('location')]).toEqual([
      302,
      '/sign-in?return=%2Fstudio',
    ]);
    expect((await signOut()).headers.get('location')).toBe('/sign-in');
  });
});

describe('signing up', () => {
  const invited = async () => {
    const email = `${uuidv7()}@example.com`;
    const token = await createInvitations(api.auth).invite({ email, staff: ['operator'] });
    return { email, path: `/sign-up?invitation=${token ?? ''}` };
  };
  const person = { name: 'Ada', password: 'correct horse battery' };

  test('with an invitation makes an account, signs in, and works once', async () => {
    const { email, path } = await invited();
    const page = await api.call('GET', path);
    expect([page.status, page.bytes.toString().includes(email)]).toEqual([200, true]);
    const joined = await post(path, fields(person));
    expect([joined.status, joined.headers.get('location')]).toEqual([302, '/studio']);
    const cookie = cookieOf(joined.headers.getSetCookie());
    expect((await api.call('GET', '/studio', { headers: { cookie } })).status).toBe(200);

    const again = await api.call('GET', path, { headers: { 'accept-language': 'fr' } });
    expect(again.status).toBe(404);
    expect(again.bytes.toString()).toContain('Cette invitation a servi');
    const { status, headers } = await post(path, fields(person));
    expect([status, headers.getSetCookie()]).toEqual([302, []]);
  });

  test.each([
    ['no name', { name: ' ' }, 'Write your name'],
    ['a name of two lines', { name: 'Ada\nBea' }, 'Write your name'],
    ['an endless name', { name: 'a'.repeat(101) }, 'Write your name'],
    ['a short password', { password: 'short' }, 'Choose a password of 10 to 128'],
    ['an endless password', { password: 'x'.repeat(129) }, 'Choose a password of 10 to 128'],
  ])('with %s is answered in words, and the invitation is kept', async (_name, wrong, words) => {
    const { path } = await invited();
    const answer = await post(path, fields({ ...person, ...wrong }));
    expect([answer.status, answer.bytes.toString()]).toEqual([400, expect.stringContaining(words)]);
    expect((await api.call('GET', path)).status).toBe(200);
  });

  test.each(['/sign-up', '/sign-up?invitation=', '/sign-up?invitation=made-up'])(
    'at %s is for nobody',
    async (path) => {
      expect((await api.call('GET', path)).status).toBe(404);
      const { headers } = await post(path, fields(person));
      expect(headers.getSetCookie()).toEqual([]);
    },
  );
});
