import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { assetResource } from './resource.ts';
import { flatPng } from '../../media/testing/hostile-files.ts';
import { createTestApi, type TestCustomer, type TestApi } from '../testing/test-api.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));
const jpeg = await readFile(new URL('../../media/fixtures/photos/china.jpg', import.meta.url));

let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer();
});
afterAll(() => api.close());

const assetCount = async () => {
  const [row] = await api.db.database.withOrganization(owner.organizationId, (tx) =>
    tx.query<{ count: number }>('select count(*) from assets'),
  );
  return row?.count;
};

describe('an upload', () => {
  test('is stored, and described as the file that its address delivers', async () => {
    const answer = await api.upload(owner, photo);
    expect(answer.status).toBe(201);
    expect(assetResource.parse(answer.json)).toEqual(answer.json);
    expect(answer.headers.get('location')).toBe(`/v1/assets/${answer.json.id}`);
    expect(answer.json).toMatchObject({
      object: 'asset',
      mime_type: 'image/png',
      width: 600,
      height: 400,
      job: null,
      made: null,
    });
    const again = await api.call('GET', `/v1/assets/${answer.json.id}`, { key: owner.key });
    expect(again.json).toEqual(answer.json);
    const file = await api.call('GET', answer.json.url);
    expect(file.bytes.length).toBe(answer.json.bytes);
    expect(await sharp(file.bytes).metadata()).toMatchObject({ width: 600, height: 400 });
  });

  test('of the same bytes is another asset on the same stored file', async () => {
    const first = (await api.upload(owner, jpeg)).json;
    const files = await api.storedObjects();
    const second = (await api.upload(owner, jpeg)).json;
    expect(second.id).not.toBe(first.id);
    expect(second.sha256).toBe(first.sha256);
    expect(await api.storedObjects()).toEqual(files);
  });

  test('of a PNG called .jpg is accepted as the PNG it is', async () => {
    const answer = await api.upload(owner, photo, 'photo.jpg');
    expect([answer.status, answer.json.mime_type]).toEqual([201, 'image/png']);
  });

  const gif = () => sharp(photo).resize(8).gif().toBuffer();
  const animation = () =>
    sharp([photo, jpeg], { join: { animated: true } })
      .webp()
      .toBuffer();
  test.each([
    ['a text called .png', 415, 'unsupported_media_type', () => Buffer.from('not an image at all')],
    [
      'an SVG',
      415,
      'unsupported_media_type',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ['nothing', 415, 'unsupported_media_type', () => Buffer.alloc(0)],
    ['a GIF', 415, 'unsupported_media_type', gif],
    ['a TIFF', 415, 'unsupported_media_type', () => sharp(photo).resize(8).tiff().toBuffer()],
    ['an animation', 422, 'unreadable_image', animation],
    ['a truncated PNG', 422, 'unreadable_image', () => photo.subarray(0, photo.length >> 1)],
    ['a PNG broken in the middle', 422, 'unreadable_image', () => broken(photo)],
    ['a header that claims 400 megapixels', 422, 'too_many_pixels', () => claim(photo, 20_000)],
    ['a row of a million pixels', 422, 'side_too_long', () => flatPng(1_000_000, 1)],
  ])('of %s is refused with %i %s, and nothing is stored', async (_name, status, code, make) => {
    const before = [await api.storedObjects(), await assetCount()];
    const answer = await api.upload(owner, await make());
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    const limits: Record<string, number> = { too_many_pixels: 64_500_000, side_too_long: 16_383 };
    if (code in limits) expect(answer.json).toMatchObject({ limit: limits[code] });
    else expect(answer.json.accepted).toContain('image/avif');
    expect([await api.storedObjects(), await assetCount()]).toEqual(before);
  });

  test('of more than 50 MB is refused with 413', async () => {
    const answer = await api.upload(owner, Buffer.concat([photo, Buffer.alloc(52_428_801)]));
    expect([answer.status, answer.json.code]).toEqual([413, 'file_too_large']);
  });

  test.each([
    ['no multipart', { 'content-type': 'image/png' }, 'bytes'],
    ['no boundary', { 'content-type': 'multipart/form-data' }, 'x'],
    ['no part called file', { 'content-type': 'multipart/form-data; boundary=b' }, '--b--\r\n'],
    [
      'a part that never ends',
      { 'content-type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
    ],
  ])('with %s is refused with 400 that names the file', async (_name, headers, body) => {
    const answer = await api.call('POST', '/v1/assets', { key: owner.key, headers, body });
    expect([answer.status, answer.json.code, answer.json.param]).toEqual([
      400,
      'invalid_request',
      'file',
    ]);
  });

  test('that breaks off leaves nothing behind and the server serving', async () => {
    const before = await api.storedObjects();
    const upload = request(new URL('/v1/assets', api.origin), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${owner.key}`,
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': 1_000_000,
      },
    });
    upload.on('error', () => undefined);
    upload.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc');
    while ((await api.scratchFiles()).length === 0) await new Promise(setImmediate);
    upload.destroy();
    while ((await api.scratchFiles()).length > 0) await new Promise(setImmediate);
    expect(await api.storedObjects()).toEqual(before);
    expect((await api.upload(owner, photo)).status).toBe(201);
  });

  test('is an asset like any other', async () => {
    const { json: asset } = await api.upload(owner, photo);
    expect(assetResource.parse(asset)).toEqual(asset);
  });
});

/** The same PNG with its pixels' data scrambled. */
function broken(png: Buffer): Buffer {
  const copy = Buffer.from(png);
  copy.fill(0x55, copy.length >> 2, copy.length >> 1);
  return copy;
}

/** The same PNG with a header that claims to be `side` pixels wide and high. */
function claim(png: Buffer, side: number): Buffer {
  const copy = Buffer.from(png);
  copy.writeUInt32BE(side, 16);
  copy.writeUInt32BE(side, 20);
  return copy;
}
