import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Cable } from '../../db/testing/cable.ts';
import { builtPages } from '../testing/built-pages.ts';
import type { TestPerson } from '../testing/people.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

const { pages, routes } = await builtPages();
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

describe('when a page fails', () => {
  test('the log and the page say the same number', async () => {
    await cable.pull();
    const { status, bytes, headers } = await get('/studio');
    await cable.plug();
    const id = headers.get('x-request-id') ?? 'none';
    expect(status).toBeGreaterThanOrEqual(500);
    expect(bytes.toString()).toContain(id);
    const told = api.logged.filter(({ request_id: of, level }) => of === id && level === 50);
    expect(told).not.toEqual([]);
  });
});
