import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestBody } from '../testing/http-client.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';

const jpeg = await readFile(new URL('../../media/fixtures/photos/china.jpg', import.meta.url));

let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer();
});
afterAll(() => api.close());

describe('a stored file', () => {
  let asset: TestBody;
  beforeAll(async () => {
    asset = (await api.upload(owner, jpeg)).json;
  });

  test('opens without a key by its signed address, as data and never as a page', async () => {
    const { status, headers, bytes } = await api.call('GET', asset.url);
    expect([status, bytes.length]).toEqual([200, asset.bytes]);
    expect(Object.fromEntries(headers)).toMatchObject({
      etag: `"${asset.sha256}"`,
      'content-type': 'image/jpeg',
      'cache-control': 'private, max-age=3600',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': 'inline; filename=picture.jpg',
    });
  });

  test('is saved under the name that it came with', async () => {
    const { json } = await api.upload(owner, jpeg, 'Été à la plage.jpeg');
    expect(json.file_name).toBe('Été à la plage.jpg');
    const answer = await api.call('GET', json.url);
    expect(answer.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('Été à la plage.jpg')}`,
    );
  });

  test('has a thumbnail of at most 50 kB', async () => {
    const { status, headers, bytes } = await api.call('GET', asset.thumbnail_url);
    expect([status, headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(bytes.length).toBeLessThanOrEqual(50_000);
  });

  test('opens with the owner’s key, and stays shut to a changed or foreign signature', async () => {
    const path = `/v1/assets/${asset.id}/content`;
    expect((await api.call('GET', path, { key: owner.key })).status).toBe(200);
    expect((await api.call('GET', path)).status).toBe(401);
    const { search } = new URL(asset.url);
    const later = search.replace(
      /expires=(\d+)/,
      (_all, at: string) => `expires=${Number(at) + 3_600}`,
    );
    expect((await api.call('GET', path + later)).status).toBe(401);
    expect((await api.call('GET', `/v1/assets/${asset.id}/thumbnail${search}`)).status).toBe(401);
    expect((await api.call('GET', `${path}?signature=x&expires=9999999999`)).status).toBe(401);
  });

  test('answers 304 to whoever has it', async () => {
    const headers = { 'if-none-match': `W/"other", "${asset.sha256}"` };
    const answer = await api.call('GET', asset.url, { headers });
    expect([answer.status, answer.bytes.length]).toEqual([304, 0]);
  });

  test.each([
    ['bytes=0-99', 206, 0, 100],
    ['bytes=100-', 206, 100, null],
    ['bytes=-50', 206, -50, null],
    ['bytes=0-999999999', 206, 0, null],
    ['bytes=-999999999', 206, 0, null],
    ['bytes=0-9, 10-99', 206, 0, 100],
    ['bytes=0-9, 999999999-', 206, 0, 10],
    ['Bytes= 0-99', 206, 0, 100],
  ])('answers the range %s', async (range, status, start, end) => {
    const whole = (await api.call('GET', asset.url)).bytes;
    const part = await api.call('GET', asset.url, { headers: { range } });
    const expected = whole.subarray(start, end ?? undefined);
    expect(part.status).toBe(status);
    expect(part.bytes.equals(expected)).toBe(true);
    const from = start < 0 ? whole.length + start : start;
    expect(part.headers.get('content-range')).toBe(
      `bytes ${from}-${from + expected.length - 1}/${whole.length}`,
    );
  });

  test.each(['bytes=999999999-', 'bytes=-0'])('answers 416 to the range %s', async (range) => {
    const answer = await api.call('GET', asset.url, { headers: { range } });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([
      416,
      `bytes */${asset.bytes}`,
    ]);
  });

  test.each([
    ['bytes=0-1,5-6', {}],
    ['lines=1-2', {}],
    ['bytes=9-5', {}],
    ['bytes=0-9, x-9', {}],
    ['bytes=0-1', { 'if-range': '"another file"' }],
  ])('is sent whole for %s', async (range, headers) => {
    const answer = await api.call('GET', asset.url, { headers: { range, ...headers } });
    expect([answer.status, answer.bytes.length]).toEqual([200, asset.bytes]);
  });
});
