import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { roles, may } from '../../domain/permissions.ts';
import { publicId } from '../../domain/ids.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import type { Contract } from '../http/contract/route.ts';
import type { TestPerson } from '../testing/people.ts';
import { createTestApi, type TestApi, type TestCustomer } from '../testing/test-api.ts';

let api: TestApi;
let ada: TestPerson;
let bea: TestPerson;
let customer: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
  [ada, bea, customer] = await Promise.all([api.person(), api.person(), api.customer(10)]);
});
afterAll(() => api.close());

const contracts = () => api.application.routes.map(({ contract }) => contract);
const writing = () => contracts().filter(({ access }) => access === 'write');
const personal = () => contracts().filter(({ access }) => access !== 'public');

/** Asks a route for something that is not there: whatever else is wrong comes after the questions of this file. */
async function ask({ method, path }: Contract, options: { key?: string; headers?: object }) {
  const at = path.replace('{id}', publicId(path.includes('jobs') ? 'job' : 'ast', uuidv7()));
  const { key, headers = {} } = options;
  const answer = await api.call(method.toUpperCase(), at, {
    ...(key !== undefined && { key }),
    headers: headers as Record<string, string>,
    ...(method === 'post' && { json: {} }),
  });
  return [method, path, answer.status, answer.json.code];
}
const act = async (roleOfAda: string) => {
  await api.auth.query('update auth.member set role = $1 where organization_id = $2', [
    roleOfAda,
    api.uuidOf('org', ada.organization),
  ]);
};
const refusal = ({ method, path }: Contract, status: number, code: string) => [
  method,
  path,
  status,
  code,
];

describe('a role', () => {
  const odd = ['viewer,finance', 'finance, viewer', 'viewer,', ',', '', 'root', 'Owner', 'owner;x'];
  const sums = ['viewer,member', 'finance, admin'];
  test.each([...roles, ...odd, ...sums])(
    '“%s” may on every route what the one table says',
    async (role) => {
      await act(role);
      for (const contract of personal()) {
        const permission = contract.access === 'write' ? 'write' : 'read';
        const answer = await ask(contract, { headers: ada.pageHeaders });
        const isRefused = answer[2] === 403;
        expect([...answer, isRefused]).toEqual([...answer, !may(role, permission)]);
        if (isRefused) expect(answer).toEqual(refusal(contract, 403, 'forbidden'));
      }
      await act('owner');
    },
  );
});

describe('a page that was opened for one organization', () => {
  test('writes nothing for another one that somebody signed in for since, and reads nothing of it', async () => {
    // Ada's page, in a browser in which Bea has signed in.
    const headers = { ...ada.pageHeaders, cookie: bea.cookie };
    for (const contract of personal()) {
      const changed = refusal(contract, 409, 'organization_changed');
      expect(await ask(contract, { headers })).toEqual(changed);
    }
    const { organizationId } = { organizationId: api.uuidOf('org', bea.organization) };
    const jobs = await api.db.database.withOrganization(organizationId, (tx) =>
      tx.query('select id from jobs'),
    );
    expect(jobs).toEqual([]);
  });

  test.each(['', 'org_nonsense', ' ', 'job_01k00000000000000000000000'])(
    'writes nothing when it says %j',
    async (named) => {
      for (const contract of writing()) {
        const headers = { ...ada.pageHeaders, 'atelier-organization': named };
        const changed = refusal(contract, 409, 'organization_changed');
        expect(await ask(contract, { headers })).toEqual(changed);
      }
    },
  );

  test('has to say which: a session alone reads, and writes nothing', async () => {
    const { origin, cookie } = ada.pageHeaders;
    for (const contract of personal()) {
      const answer = await ask(contract, { headers: { origin, cookie } });
      const isChanged = answer[3] === 'organization_changed';
      expect([...answer, isChanged]).toEqual([...answer, contract.access === 'write']);
    }
  });

  test('goes on for whoever signed in for the same organization, as far as their role goes', async () => {
    await api.auth.query(
      `insert into auth.member (id, organization_id, user_id, role)
       select $1, $2, user_id, 'viewer' from auth.member where organization_id = $3`,
      [uuidv7(), api.uuidOf('org', ada.organization), api.uuidOf('org', bea.organization)],
    );
    await api.auth.query(
      'update auth.session set active_organization_id = $1 where user_id in (select user_id from auth.member where organization_id = $2)',
      [api.uuidOf('org', ada.organization), api.uuidOf('org', bea.organization)],
    );
    const headers = { ...ada.pageHeaders, cookie: bea.cookie };
    for (const contract of writing()) {
      expect(await ask(contract, { headers })).toEqual(refusal(contract, 403, 'forbidden'));
    }
    expect((await api.call('GET', '/v1/jobs', { headers })).status).toBe(200);
  });
});

describe('an API key', () => {
  test('names its organization by itself, and is held to a name that it is given', async () => {
    const { key, organizationId } = customer;
    for (const contract of personal()) {
      for (const headers of [{}, { 'atelier-organization': publicId('org', organizationId) }]) {
        expect((await ask(contract, { key, headers }))[3]).not.toBe('organization_changed');
      }
      const headers = { 'atelier-organization': ada.organization };
      const changed = refusal(contract, 409, 'organization_changed');
      expect(await ask(contract, { key, headers })).toEqual(changed);
    }
  });

  test('is held to it by a poll from memory too', async () => {
    const json = { operation: 'text-to-design', input: { prompt: 'A kite' } };
    const job = await api.call('POST', '/v1/jobs', { key: customer.key, json });
    const path = `/v1/jobs/${job.json.id}`;
    const headers = { 'atelier-organization': ada.organization };
    await api.call('GET', path, { key: customer.key });
    const poll = await api.call('GET', path, { key: customer.key, headers });
    expect([poll.status, poll.json.code]).toEqual([409, 'organization_changed']);
  });
});
