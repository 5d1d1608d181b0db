import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { builtPages } from '../testing/built-pages.ts';
import { lockTables } from '../testing/locked-tables.ts';
import { pageTargets } from '../testing/targets.ts';
import { createTestApi, type TestApi } from '../testing/test-api.ts';
import { visitOf } from '../testing/visit.ts';

const { pages, routes } = await builtPages();
let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ pages, trustedProxies: ['loopback'] });
});
afterAll(() => api.close());

test('pages for one address wait for each other: another finds a place, and who leaves is not drawn for', async () => {
  const { cookie } = await api.person();
  const begun = jest.spyOn(api.application.pageApi, 'session');
  const [home] = pageTargets(routes, 'GET', { cookie }).filter(({ path }) => path === '/');
  if (!home) throw new Error('there is no first page');
  const visitFrom = (address: string) =>
    visitOf(api, { ...home, headers: { cookie, 'x-forwarded-for': address } });

  /** Waits until so many have begun; answers how many have, a request later. */
  const count = async (least: number): Promise<number> => {
    const giveUpAt = Date.now() + 5_000;
    while (begun.mock.calls.length < least && Date.now() < giveUpAt)
      await api.call('GET', '/healthz');
    await api.call('GET', '/healthz');
    return begun.mock.calls.length;
  };
  const held = await lockTables(api.db.adminUrl, 'auth.session');
  const flood = Array.from({ length: 20 }, () => visitFrom('198.51.100.1'));
  await Promise.all(flood.map((visit) => visit.arrived()));
  const atOnce = await count(4);
  const others = ['198.51.100.2', '198.51.100.3'].map(visitFrom);
  await Promise.all(others.map((visit) => visit.arrived()));
  const withOthers = await count(6);
  await Promise.all(flood.map((visit) => visit.leave()));
  await held.release();
  await Promise.all(others.map(({ answered }) => answered));
  await visitFrom('198.51.100.1').answered;
  expect([atOnce, withOthers, begun.mock.calls.length]).toEqual([4, 6, 7]);
});
