import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stepsOf } from '../../db/jobs/testing/steps.ts';
import type { TestBody } from '../testing/http-client.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';
import { quoteResource } from './quote-resource.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));

let api: TestApi;
let owner: TestCustomer;
let asset: TestBody;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer(100);
  asset = (await api.upload(owner, photo)).json;
});
afterAll(() => api.close());

const { removal, post, get, quote } = requestsIn(() => ({ api, owner, asset }));
const steps = stepsOf(() => api.db);

/** Does what a worker does for a job, with the plan's link. */
async function deliver(id: string): Promise<void> {
  const job = api.uuidOf('job', id);
  steps.inNameOf(owner.organizationId);
  await steps.reserve(job, 'run');
  await steps.settle(job, 'run', await steps.deliver(job, 'run'));
}

/** What the quote says, beside what the same request then costs. */
async function quoted(request: unknown): Promise<{ answer: TestBody; said: unknown }> {
  const { status, json } = await quote(request);
  expect([status, quoteResource.parse(json)]).toEqual([200, json]);
  const { answered_by: by, job, credits } = quoteResource.parse(json);
  return { answer: (await post(request)).json, said: [by, job, credits.price, credits.charged] };
}

const balance = async () => (await get('/v1/credits/balance')).json.available;

describe('a quote', () => {
  test('says what the same request then costs: new, beside an equal job, and after it', async () => {
    const before = await balance();
    const first = await quoted(removal());
    const { id } = first.answer;
    expect(first.said).toEqual(['new_job', null, 1, 1]);
    const second = await quoted(removal());
    expect([second.said, second.answer.id]).toEqual([['running_job', id, 1, 0], id]);
    await deliver(id);
    expect(await balance()).toBe(before - 1);
    const third = await quoted(removal());
    expect(third.said).toEqual(['stored_result', id, 1, 0]);
    expect(await steps.reserve(api.uuidOf('job', third.answer.id), 'run')).toMatchObject({
      charged: 0,
      cached: true,
    });
    expect(await balance()).toBe(before - 1);
  });

  test('knows a drawing by its seed alone', async () => {
    const drawing = (seed?: number) => ({
      operation: 'text-to-design',
      input: { prompt: 'A kite', seed },
    });
    const { id } = (await post(drawing(7))).json;
    await deliver(id);
    expect((await quote(drawing(7))).json).toMatchObject({ answered_by: 'stored_result', job: id });
    for (const other of [drawing(), drawing(8)]) {
      expect((await quote(other)).json).toMatchObject({
        answered_by: 'new_job',
        credits: { price: 5, charged: 5 },
      });
    }
  });

  test('says no more than the price to whoever cannot pay it, and makes nothing', async () => {
    const poor = await api.customer(0);
    const own = (await api.upload(poor, photo)).json;
    const answer = await quote(removal(own.id), poor);
    expect(answer.json).toMatchObject({ answered_by: 'new_job', credits: { price: 1 } });
    expect((await get('/v1/jobs', {}, poor)).json.data).toEqual([]);
  });

  test('is refused as the request itself', async () => {
    const foreign = (await api.upload(await api.customer(), photo)).json;
    for (const request of [
      removal(foreign.id),
      removal('ast_1'),
      { operation: 'teleport', input: {} },
    ]) {
      const [quoting, posting] = [await quote(request), await post(request)];
      const { status, code, detail, param } = { ...posting, ...posting.json };
      expect({ ...quoting.json, status: quoting.status }).toMatchObject(
        JSON.parse(JSON.stringify({ status, code, detail, param })) as object,
      );
    }
  });
});
