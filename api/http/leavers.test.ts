import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApiKeySecret } from '../../db/api-keys/api-keys.ts';
import { builtPages } from '../testing/built-pages.ts';
import { lockTables } from '../testing/locked-tables.ts';
import type { TestPerson } from '../testing/people.ts';
import { authTargets, pageTargets, routeTargets, type Target } from '../testing/targets.ts';
import { createTestApi, type TestApi, type TestCustomer } from '../testing/test-api.ts';
import { visitOf } from '../testing/visit.ts';
import { whenRemembered } from '../testing/when-remembered.ts';

// Whoever leaves, whenever that is: nothing is begun for them any more, and no place stays taken. Every route, every page
// and what is reachable of better-auth are taken from their own lists.
const { pages, routes } = await builtPages();
let api: TestApi;
let steady: TestCustomer;
let ada: TestPerson;
beforeAll(async () => {
  api = await createTestApi({ pages });
  steady = await api.customer(10);
  ada = await api.person();
  await whenRemembered(api, '/v1/operations', steady);
});
afterAll(() => api.close());

/** Costs one query; whoever asked before it has been looked at when it is answered. */
const balance = () => api.call('GET', '/v1/credits/balance', { key: steady.key });
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

const visit = (target: Target, upTo?: number) => visitOf(api, target, upTo);

/** What the same caller finds: every connection to the database, every place to upload, and nothing on the disk. */
async function expectAllFree(who: Target['headers'] = bearer(steady.key)): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 20 }, balance));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const since = Date.now();
  const body = new FormData();
  body.set('file', new Blob(['no picture']), 'picture.png');
  const uploads = await Promise.all(
    Array.from({ length: 16 }, () => api.call('POST', '/v1/assets', { headers: who, body })),
  );
  expect(new Set(uploads.map(({ status }) => status))).toEqual(new Set([415]));
  // A place that nobody gives back is taken back by the watch over what stands still, a minute later.
  expect(Date.now() - since).toBeLessThan(30_000);
  expect(await api.scratchFiles()).toEqual([]);
}

/** All that is served, to the owner of a key that nobody has looked up yet, or to Ada. */
async function targetsFor(who: 'key' | 'cookie'): Promise<Target[]> {
  if (who === 'key') {
    return Promise.all(
      routeTargets(api, bearer('')).map(async (target) => {
        const { key } = await api.customer(10);
        return { ...target, headers: { ...target.headers, ...bearer(key) } };
      }),
    );
  }
  const { pageHeaders } = ada;
  return [
    ...routeTargets(api, pageHeaders),
    ...pageTargets(routes, 'GET', pageHeaders),
    ...pageTargets(routes, 'POST', pageHeaders),
  ];
}

describe.each([
  ['in line for a connection', 'key', 'api_keys', 10],
  ['while their key is looked up', 'key', 'api_keys', 0],
  ['in line for a connection', 'cookie', 'auth.session', 2],
  ['while their session is looked up', 'cookie', 'auth.session', 0],
] as const)('whoever leaves %s (%s)', (_phase, who, table, ahead) => {
  test('has nothing begun for them, on any route and any page', async () => {
    const first = routeTargets(api, {}).find(({ path }) => path === '/v1/operations');
    if (!first) throw new Error('there is no list of operations');
    for (const target of await targetsFor(who)) {
      const held = await lockTables(api.db.adminUrl, table);
      const others = Array.from({ length: ahead }, () =>
        visit({
          ...first,
          headers: who === 'key' ? bearer(createApiKeySecret()) : ada.pageHeaders,
        }),
      );
      await held.waiting(ahead);
      const before = api.queries();
      const leaver = visit(target);
      if (ahead === 0) await held.waiting(1, leaver.isAnswered);
      await leaver.arrived();
      const lookUps = api.queries() - before;
      await leaver.leave();
      await held.release();
      await Promise.all(others.map(({ answered }) => answered));
      await balance();
      expect([target.name, api.queries() - before]).toEqual([target.name, lookUps + 1]);
    }
    await expectAllFree();
  });
});

describe.each(['key', 'cookie'] as const)('whoever leaves (%s)', (who) => {
  test('in the middle of a body has nothing begun for them, wherever it is sent', async () => {
    const targets = [...(await targetsFor(who)), ...authTargets(api)];
    const sending = targets.filter(({ body }) => body !== '');
    expect(sending.length).toBeGreaterThan(4);
    for (const target of sending) {
      const leaver = visit(target, target.body.length - 1);
      await leaver.arrived();
      // The same way in, twice: whatever is begun before the body is there has been begun then.
      for (let time = 0; time < 2; time += 1) {
        await api.call('GET', '/v1/credits/balance', { headers: ada.pageHeaders });
        await balance();
      }
      const before = [api.queries(), await api.auth.query('select id from auth.session')];
      await leaver.leave();
      await balance();
      const after = [api.queries() - 1, await api.auth.query('select id from auth.session')];
      expect([target.name, after]).toEqual([target.name, before]);
    }
    await expectAllFree();
  });

  test('while the answer is made leaves no place taken, on any route and any page', async () => {
    const tables =
      'jobs, assets, storage_use, wallets, journals, idempotency_keys, auth.rate_limit';
    const targets = [...(await targetsFor(who)), ...authTargets(api)];
    // There are fewer connections than an organization has places to upload: one round could not take them all.
    const rounds = targets.flatMap((target) =>
      target.isUpload ? [target, target, target] : [target],
    );
    for (const target of rounds) {
      const held = await lockTables(api.db.adminUrl, tables);
      const leavers = Array.from({ length: 16 }, () => visit(target));
      await Promise.all(leavers.map((leaver) => leaver.arrived()));
      await held.waiting(1, () => leavers.every((leaver) => leaver.isAnswered()));
      await Promise.all(leavers.map((leaver) => leaver.leave()));
      await held.release();
      const { authorization } = target.headers;
      await expectAllFree(authorization === undefined ? ada.pageHeaders : { authorization });
    }
  });
});

test('whoever leaves while waiting for a job is not told of it any more', async () => {
  const design = { operation: 'text-to-design', input: { prompt: 'A kite' } };
  const { id } = (await api.call('POST', '/v1/jobs', { key: steady.key, json: design })).json;
  const path = `/v1/jobs/${id}`;
  const target = routeTargets(api, bearer(steady.key)).find((each) =>
    each.name.startsWith('get /v1/jobs/{id}'),
  );
  if (!target) throw new Error('there is no such route');
  await whenRemembered(api, path, steady);
  const poll = { ...target, path, headers: { ...target.headers, prefer: 'wait=30' } };
  const leavers = Array.from({ length: 200 }, () => visit(poll));
  await Promise.all(leavers.map((leaver) => leaver.arrived()));
  await Promise.all(leavers.map((leaver) => leaver.leave()));
  await balance();
  const before = api.queries();
  // As many as may wait of one organization: if one of them still did, the next would be answered with the job as it is.
  const waiting = visit(poll);
  await waiting.arrived();
  expect(waiting.isAnswered()).toBe(false);
  await api.call('POST', `${path}/cancel`, { key: steady.key });
  await waiting.answered;
  // The cancel and its answer, and the one who has waited.
  expect(api.queries() - before).toBeLessThanOrEqual(4);
});
