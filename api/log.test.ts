import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestService, type TestCustomer, type TestService } from './testing/test-service.ts';

let api: TestService;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestService();
  owner = await api.customer(20);
});
afterAll(() => api.close());

const prompt = 'A canary nobody may read about';
const body = { operation: 'text-to-design', input: { prompt, negative_prompt: 'no canary' } };
const post = (json: unknown, headers = {}) =>
  api.call('POST', '/v1/jobs', { key: owner.key, json, headers });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('an accepted job is logged once, with its ids and the hash of its prompt', async () => {
  const headers = { 'idempotency-key': 'once' };
  const { status, json } = await post(body, headers);
  expect(status).toBe(202);
  await post(body, headers);
  const accepted = api.logged.filter(({ msg, job }) => msg === 'job accepted' && job === json.id);
  expect(accepted).toHaveLength(1);
  expect(accepted[0]).toMatchObject({
    operation: 'text-to-design',
    organization: expect.stringMatching(/^org_/) as unknown,
    prompt_sha256: sha256(prompt),
  });
});

test('no line holds what a customer wrote, accepted or refused', async () => {
  const headers = { 'idempotency-key': 'reused' };
  await post(body, headers);
  const refused = await post({ ...body, input: { ...body.input, width: 'canary' } });
  expect(refused.status).toBe(400);
  const reused = await post({ ...body, input: { prompt: 'Another canary' } }, headers);
  expect(reused.json.code).toBe('idempotency_key_reused');
  const poor = await api.customer();
  const unpaid = await api.call('POST', '/v1/jobs', { key: poor.key, json: body });
  expect(unpaid.json.code).toBe('insufficient_credits');
  expect(api.logged.map(({ status }) => status)).toEqual(
    expect.arrayContaining([202, 400, 402, 422]),
  );
  expect(JSON.stringify(api.logged)).not.toContain('canary');
});
