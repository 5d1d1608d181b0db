import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestsIn } from '../testing/requests.ts';
import { routeTargets } from '../testing/targets.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';
import { askOnWire } from '../testing/wire.ts';

// Whoever gets something wrong is told what it is, not what it resembles.
const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));

let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer(100);
});
afterAll(() => api.close());

const { get } = requestsIn(() => ({ api, owner }));
const key = () => ({ authorization: `Bearer ${owner.key}` });

function part(disposition: string, content: Buffer | string, type = 'image/png'): Buffer {
  return Buffer.concat([
    Buffer.from(
      `--x\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
}
const file = part('name="file"; filename="cup.png"', photo);
const other = (name: string) => part(`name="${name}"; filename="a"`, 'nothing');
const several = (count: number) => Array.from({ length: count }, (_, n) => other(`x${n}`));
const upload = (...parts: readonly Buffer[]) =>
  api.call('POST', '/v1/assets', {
    headers: { ...key(), 'content-type': 'multipart/form-data; boundary=x' },
    body: Buffer.concat([...parts, Buffer.from('--x--\r\n')]) as unknown as BodyInit,
  });

describe('an upload', () => {
  test.each([
    [
      'a misnamed part',
      [part('name="image"; filename="a.png"', photo)],
      /no part called `file`, but "image"/,
    ],
    ['a part without a filename', [part('name="file"', photo)], /`file` has no filename/],
    ['an empty form', [], /the form is empty/],
    ['a field of another name', [part('name="note"', 'hello', 'text/plain')], /but "note"/],
    ['forty parts before the file', [...several(40), file], /not among the first 32/],
  ])('says of %s what is wrong with it', async (_of, parts, reason) => {
    const { status, json } = await upload(...parts);
    expect([status, json.code]).toEqual([400, 'invalid_request']);
    expect(json.detail).toMatch(reason);
  });

  test('is found behind other parts', async () => {
    expect((await upload(...several(5), file)).status).toBe(201);
  });
});

describe('a body', () => {
  test('that is compressed is refused as such, by every route that takes one', async () => {
    const targets = routeTargets(api, key()).filter(({ awaitsBody }) => awaitsBody);
    expect(targets.length).toBeGreaterThanOrEqual(3);
    for (const { name, method, path, headers, body } of targets) {
      for (const encoding of ['gzip', 'GZIP', 'br', 'gzip, identity']) {
        const answer = await api.call(method, path, {
          headers: { ...headers, 'content-encoding': encoding },
          body: gzipSync(body) as unknown as BodyInit,
        });
        expect([name, answer.status, answer.json.code]).toEqual([
          name,
          415,
          'unsupported_media_type',
        ]);
        expect(answer.json.detail).toContain('Send the body as it is');
        expect(answer.headers.get('accept-encoding')).toBe('identity');
      }
    }
  });

  test('that is not UTF-8 is refused: nothing is put in the place of what cannot be read', async () => {
    const whole = Buffer.from('{"operation":"text-to-design","input":{"prompt":"Caf\u00e9"}}');
    const broken = [
      Buffer.from(whole.toString(), 'latin1'),
      Buffer.concat([whole.subarray(0, 50), Buffer.from([0xed, 0xa0, 0x80]), whole.subarray(50)]),
      whole.subarray(0, whole.length - 5),
    ];
    const headers = [`Authorization: Bearer ${owner.key}`, 'Content-Type: application/json'];
    const answers = [];
    for (const body of broken) {
      const { status, json } = await askOnWire(api.origin, 'POST /v1/jobs HTTP/1.1', headers, body);
      answers.push([status, json.detail]);
    }
    expect(answers).toEqual([
      [400, 'body: The request body is not UTF-8'],
      [400, 'body: The request body is not UTF-8'],
      [400, 'body: The request body is not JSON'],
    ]);
    expect((await get('/v1/jobs')).json.data).toEqual([]);
  });

  test('of a GET is never blamed for what is wrong with its address', async () => {
    for (const path of ['/v1/jobs/%zz', '/v1/jobs?limit=x', '/v1/assets/%ff']) {
      const { status, json } = await get(path);
      expect([path, Math.floor(status / 100)]).toEqual([path, 4]);
      expect(json.detail).not.toMatch(/body/);
    }
  });
});

test.each([
  ['99999999', 60],
  ['9'.repeat(4_000), 60],
  ['60', 60],
  ['1', 1],
])('a wish to wait %s seconds is granted as far as it goes', async (wait, granted) => {
  const json = { operation: 'text-to-design', input: { prompt: 'Waits' } };
  const { id } = (await api.call('POST', '/v1/jobs', { key: owner.key, json })).json;
  await api.call('POST', `/v1/jobs/${id}/cancel`, { key: owner.key });
  const { headers } = await get(`/v1/jobs/${id}`, { prefer: `wait=${wait}` });
  expect(headers.get('preference-applied')).toBe(`wait=${granted}`);
});
