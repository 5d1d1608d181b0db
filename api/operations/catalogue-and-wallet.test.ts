import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ledgerEntryResource } from '../credits/resource.ts';
import { operationResource } from './resource.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer(100);
});
afterAll(() => api.close());

const { get } = requestsIn(() => ({ api, owner }));

describe('the catalogue and the wallet', () => {
  test('shows every operation with prices and the schema of its input', async () => {
    const { json } = await get('/v1/operations');
    for (const operation of json.data) operationResource.parse(operation);
    const removal = json.data.find(({ id }) => id === 'background-removal');
    expect(removal).toMatchObject({ object: 'operation', prices: [{ credits: 1, when: {} }] });
    expect(removal?.input_schema.properties.mode?.default).toBe('auto');
  });

  test('shows a grant in balance and ledger, whose amounts sum to what is posted', async () => {
    const customer = await api.customer(7);
    await api.grant(customer, 5);
    const { json } = await get('/v1/credits/ledger?limit=1', {}, customer);
    ledgerEntryResource.parse(json.data[0]);
    expect(json.data[0]).toMatchObject({ kind: 'grant', amount: 5, balance_after: 12, job: null });
    const rest = await get(`/v1/credits/ledger?cursor=${json.next_cursor}`, {}, customer);
    expect(rest.json.data.map(({ amount }) => amount)).toEqual([7]);
    expect((await get('/v1/credits/balance', {}, customer)).json).toEqual({
      posted: 12,
      held: 0,
      available: 12,
    });
  });
});
