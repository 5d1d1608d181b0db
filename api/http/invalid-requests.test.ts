import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicId } from '../../domain/ids.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import { problems } from './problems/problem.ts';
import type { TestAnswer } from '../testing/http-client.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer(100);
});
afterAll(() => api.close());

const { post, get } = requestsIn(() => ({ api, owner }));
const fields = (answer: TestAnswer) => answer.json.errors.map(({ field }) => field).sort();

/** A cursor in our own spelling, of a moment that never was. */
const forged = (moment: string) =>
  Buffer.from(`${moment} ${publicId('job', uuidv7())}`).toString('base64url');

describe('a request that is not valid', () => {
  test('names the operation when nobody knows it', async () => {
    const answer = await post({ operation: 'teleport', input: {} });
    expect([answer.status, answer.json.code, fields(answer)]).toEqual([
      400,
      'invalid_request',
      ['operation'],
    ]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('names every failing field at once', async () => {
    const answer = await post({
      operation: 'background-removal',
      input: { asset: 'ast_1', mode: 'dragon', sparkle: true },
      extra: 1,
    });
    expect(answer.status).toBe(400);
    expect(fields(answer)).toEqual(['extra', 'input.asset', 'input.mode', 'input.sparkle']);
    expect(answer.json.param).toBe(answer.json.errors[0]?.field);
  });

  test('is refused before any field is looked at when there are thousands, however they are nested', async () => {
    const names = Array.from({ length: 8_000 }, (_, index) => `x${index}`);
    const flat = Object.fromEntries(names.map((name) => [name, 1]));
    const deep = names.slice(0, 500).reduce<object>((inner, name) => ({ [name]: inner }), {});
    const listed = names.map((name) => ({ [name]: 1 }));
    for (const extra of [flat, { deep: [deep] }, { listed }]) {
      for (const body of [
        { operation: 'upscale', input: extra },
        { ...extra, input: {} },
      ]) {
        const answer = await post(body);
        expect([answer.status, answer.json.code]).toEqual([413, 'body_too_large']);
      }
    }
  });

  test('names fifty of ninety fields, none of them at length', async () => {
    const extra = Array.from({ length: 90 }, (_, index) => [`x${index}`, 1]);
    const long = [['y'.repeat(50_000), 1]];
    const answer = await post({
      operation: 'upscale',
      input: {},
      ...Object.fromEntries([...long, ...extra]),
    });
    expect([answer.status, answer.json.errors.length]).toEqual([400, 50]);
    expect(answer.bytes.length).toBeLessThan(20_000);
  });

  test.each(['A\0kite', 'A \ud83d kite'])(
    'names the text %j that cannot be stored',
    async (prompt) => {
      const answer = await post({ operation: 'text-to-design', input: { prompt } });
      expect([answer.status, fields(answer)]).toEqual([400, ['input.prompt']]);
    },
  );

  test('names an asset id that none could have, and does not find one that none has', async () => {
    const ask = (asset: string) => post({ operation: 'extract-colors', input: { asset } });
    expect(fields(await ask(`ast_8${'0'.repeat(25)}`))).toEqual(['input.asset']);
    expect((await ask(publicId('ast', uuidv7()))).json.code).toBe('not_found');
  });

  test.each([
    ['broken JSON', '{"operation":'],
    ['no JSON at all', 'hello'],
    ['nothing', ''],
    ['a list', '[]'],
  ])('is refused with 400 when the body is %s', async (_name, body) => {
    const answer = await api.call('POST', '/v1/jobs', { key: owner.key, body });
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid_request']);
    expect(answer.json.errors.length).toBeGreaterThan(0);
  });

  test('is refused with 413 when the body is too large', async () => {
    const answer = await post({ operation: 'x'.repeat(300_000), input: {} });
    expect([answer.status, answer.json.code]).toEqual([413, 'body_too_large']);
  });

  test.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=101'],
    ['limit', 'limit=many'],
    ['cursor', 'cursor=abc'],
    ['cursor', `cursor=${Buffer.from('2026-01-01T00:00:00.000000Z job_x').toString('base64url')}`],
    ['cursor', `cursor=${forged('2026-02-30T00:00:00.000000Z')}`],
    ['cursor', `cursor=${forged('0000-01-01T00:00:00.000000Z')}`],
  ])('is refused with 400 that names %s for ?%s', async (field, query) => {
    const answer = await get(`/v1/jobs?${query}`);
    expect([answer.status, fields(answer)]).toEqual([400, [field]]);
  });

  test.each(['/v1/nothing', '/v1', '/v1/jobs/x/y/z', '/elsewhere'])(
    'answers a 404 problem at %s',
    async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.json.code]).toEqual([404, 'not_found']);
      expect(answer.json.request_id).toBe(answer.headers.get('x-request-id'));
      expect(answer.json.instance).toBe(answer.json.request_id);
    },
  );

  test('has a page for every problem there is', async () => {
    for (const code of Object.keys(problems)) {
      const answer = await api.call('GET', `/docs/errors/${code}`);
      expect([answer.status, answer.json.code]).toEqual([200, code]);
    }
    expect((await api.call('GET', '/docs/errors/toString')).status).toBe(404);
  });
});
