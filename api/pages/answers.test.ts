import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Cable } from '../../db/testing/cable.ts';
import { builtPages } from '../testing/built-pages.ts';
import type { TestPerson } from '../testing/people.ts';
import type { TestAnswer } from '../testing/http-client.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

const { pages, routes } = await builtPages();
const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));
const cable = new Cable();
let api: TestApi;
let ada: TestPerson;
beforeAll(async () => {
  await cable.plug();
  api = await createTestApi({ pages, reroute: (url) => cable.through(url) });
  ada = await api.person();
});
afterAll(async () => {
  await api.close();
  await cable.pull();
});

const paths = Object.values(routes)
  .map(({ path = '' }) => `/${path.replace(/:\w+|\*/g, '0')}`)
  .filter((path, index, all) => all.indexOf(path) === index);
const get = (path: string, headers: Record<string, string> = {}) =>
  api.call('GET', path, { headers: { cookie: ada.cookie, ...headers } });

describe('an answer', () => {
  test.each(paths)('of the page %s is kept by nobody', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('cache-control')).toMatch(/no-store/);
  });

  test('of every route that reads is private, or kept by nobody', async () => {
    const reading = api.application.routes.filter(({ contract }) => contract.method === 'get');
    for (const { contract } of reading) {
      const { headers } = await get(contract.path.replace(/\{\w+\}/g, '0'));
      expect([contract.path, headers.get('cache-control')]).toEqual([
        contract.path,
        expect.stringMatching(/no-store|private/),
      ]);
    }
  });

  test('of a file whose name has its hash is kept for good', async () => {
    const html = (await get('/sign-in', { cookie: '' })).bytes.toString();
    const script = /\/assets\/[\w.-]+\.js/.exec(html)?.[0] ?? '';
    const { headers } = await get(script, { 'accept-encoding': 'gzip' });
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('vary')).toContain('Accept-Encoding');
  });
});

describe('compressed', () => {
  // A poll without a wish is answered before everything else.
  const headers = { 'accept-encoding': 'gzip', prefer: 'wait=0' };

  test('travel pages and lists, neither a file nor what names its very bytes', async () => {
    const { key, ...owner } = await api.customer(5);
    const { json: asset } = await api.upload({ key, ...owner }, photo);
    const input = { prompt: 'A lighthouse. '.repeat(70), negative_prompt: 'No ships. '.repeat(90) };
    const job = await api.call('POST', '/v1/jobs', {
      key,
      json: { operation: 'text-to-design', input },
    });
    const encodings = new Map<string, string | null>();
    for (const path of ['/sign-in', '/v1/jobs', `/v1/jobs/${job.json.id}`, asset.url]) {
      const first = await api.call('GET', path, { key, headers });
      encodings.set(path, first.headers.get('content-encoding'));
      const etag = first.headers.get('etag');
      if (etag === null) continue;
      const asked = { ...headers, 'if-none-match': etag };
      const again = await api.call('GET', path, { key, headers: asked });
      expect([path, again.status, again.bytes.length]).toEqual([path, 304, 0]);
    }
    expect([...encodings.values()]).toEqual(['gzip', 'gzip', null, null]);
  });

  test('travel scripts and styles, as small as the browser can read', async () => {
    const html = (await get('/sign-in', { cookie: '' })).bytes.toString();
    const encodings = new Set<string>();
    for (const [path = ''] of html.matchAll(/\/assets\/[\w.-]+\.(?:js|css)/g)) {
      const sizes = [];
      for (const encoding of ['identity', 'gzip', 'gzip, deflate, br']) {
        const answer = await api.call('HEAD', path, { headers: { 'accept-encoding': encoding } });
        expect(answer.headers.get('content-type')).toMatch(/javascript|css/);
        encodings.add(`${encoding}: ${answer.headers.get('content-encoding') ?? 'none'}`);
        sizes.push(Number(answer.headers.get('content-length')));
      }
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    }
    // What is one packet anyway stays as it is.
    expect([...encodings].sort()).toEqual([
      'gzip, deflate, br: br',
      'gzip, deflate, br: none',
      'gzip: gzip',
      'gzip: none',
      'identity: none',
    ]);
  });
});

const languages = [
  ['en', 'give us this number'],
  ['fr', 'donnez-nous ce numéro'],
] as const;

describe.each(languages)('when a page in %s fails', (language, words) => {
  const expectReported = ({ status, bytes, headers }: TestAnswer): void => {
    const id = headers.get('x-request-id') ?? 'none';
    expect(status).toBeGreaterThanOrEqual(500);
    expect(bytes.toString()).toContain(words);
    expect(bytes.toString().split('<body>')[1]).toContain(id);
    const told = api.logged.filter(({ request_id: of, level }) => of === id && level === 50);
    expect(told).toHaveLength(1);
  };
  const headers = { 'accept-language': language };

  test('while its data is got, the log and the page say the same number', async () => {
    await cable.pull();
    const answer = await get('/studio', headers);
    await cable.plug();
    expectReported(answer);
  });

  test('while it does what a form asks, too', async () => {
    await cable.pull();
    const answer = await api.call('POST', '/sign-out', {
      headers: { ...headers, cookie: ada.cookie, origin: api.origin },
      body: new URLSearchParams(),
    });
    await cable.plug();
    expectReported(answer);
  });

  test('while it is drawn, too', async () => {
    const route = Object.values(routes).find(({ path }) => path === 'sign-in');
    if (!route) throw new Error('there is no such page');
    const { module } = route;
    route.module = {
      ...module,
      default: () => {
        throw new Error('a component breaks');
      },
    };
    const answer = await get('/sign-in', { ...headers, cookie: '' });
    route.module = module;
    expectReported(answer);
  });
});
