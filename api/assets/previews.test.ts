import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { TestBody } from '../testing/http-client.ts';
import { createTestApi, type TestApi, type TestCustomer } from '../testing/test-api.ts';

let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
  owner = await api.customer();
});
afterAll(() => api.close());

/** Noise, which no encoder makes small. */
async function noise(width: number, height: number, channels: 3 | 4 = 3): Promise<Buffer> {
  const raw = { width, height, channels };
  return sharp(randomBytes(width * height * channels), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer();
}
const stored = async (file: Buffer): Promise<TestBody> => (await api.upload(owner, file)).json;
const shownOf = async (asset: TestBody, headers = {}) =>
  api.call('GET', `/v1/assets/${asset.id}/preview`, { key: owner.key, headers });

describe('a preview', () => {
  test.each([
    ['wide', 2_000, 900, [1_280, 576]],
    ['tall', 500, 2_000, [320, 1_280]],
  ])(
    'of a %s picture has its proportions, and a screen’s pixels and bytes',
    async (_, width, height, size) => {
      const asset = await stored(await noise(width, height));
      const { status, headers, bytes } = await shownOf(asset);
      expect([status, headers.get('content-type')]).toEqual([200, 'image/webp']);
      expect(bytes.length).toBeLessThanOrEqual(200_000);
      const shown = await sharp(bytes).metadata();
      expect(shown.width / shown.height).toBeCloseTo(width / height, 1);
      expect(Math.max(shown.width, shown.height)).toBeLessThanOrEqual(Math.max(...size));
    },
  );

  test('of a plain picture has 1280 pixels on its longest side, and keeps what is transparent', async () => {
    const plain = { width: 2_000, height: 3_000, channels: 4 as const, background: '#c0402080' };
    const asset = await stored(await sharp({ create: plain }).png().toBuffer());
    const shown = await sharp((await shownOf(asset)).bytes).metadata();
    expect([shown.width, shown.height, shown.hasAlpha]).toEqual([853, 1_280, true]);
  });

  test('of a small picture is that picture', async () => {
    const asset = await stored(await noise(40, 30));
    const { headers, bytes } = await shownOf(asset);
    expect([headers.get('etag'), bytes.length]).toEqual([`"${asset.sha256}"`, asset.bytes]);
  });

  test('is made once, however many look at the same time, and kept beside the picture', async () => {
    const asset = await stored(await noise(700, 500));
    const before = await api.storedObjects();
    const answers = await Promise.all([shownOf(asset), shownOf(asset), shownOf(asset)]);
    const [first] = answers;
    for (const { bytes } of answers) expect(bytes.equals(first.bytes)).toBe(true);
    const isNew = (path: string) => path.includes('/objects/') && !before.includes(path);
    const added = (await api.storedObjects()).filter(isNew);
    expect(added).toHaveLength(1);
    expect(before).toContain(added[0]?.replace(/\.preview$/, ''));
    expect(await api.scratchFiles()).toEqual([]);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).not.toBe(`"${asset.sha256}"`);
    expect((await shownOf(asset, { 'if-none-match': etag })).status).toBe(304);
    expect((await shownOf(asset, { range: 'bytes=0-9' })).bytes).toHaveLength(10);
  });

  test('opens by its signed address, not by that of another file, and to nobody else', async () => {
    const asset = await stored(await noise(700, 500));
    expect((await api.call('GET', asset.preview_url)).status).toBe(200);
    const path = `/v1/assets/${asset.id}/preview`;
    expect((await api.call('GET', path)).status).toBe(401);
    expect((await api.call('GET', path + new URL(asset.url).search)).status).toBe(401);
    const stranger = await api.customer();
    expect((await api.call('GET', path, { key: stranger.key })).status).toBe(404);
  });

  test('weighs nothing in the organization’s storage, and goes with its picture', async () => {
    const before = await api.storedObjects();
    const asset = await stored(await noise(700, 500));
    const weight = () => api.call('GET', '/v1/storage', { key: owner.key });
    const { json } = await weight();
    await shownOf(asset);
    expect((await weight()).json).toEqual(json);
    await api.call('DELETE', `/v1/assets/${asset.id}`, { key: owner.key });
    expect(await api.storedObjects()).toEqual(before);
    expect((await shownOf(asset)).status).toBe(404);
  });

  test('that cannot be made gives way to the picture itself', async () => {
    const asset = await stored(await noise(700, 500));
    const [scratch] = (await api.storedObjects()).map((path) => path.split('/storage/')[0]);
    await rm(`${scratch}/scratch`, { recursive: true });
    await writeFile(`${scratch}/scratch`, '');
    const { status, bytes } = await shownOf(asset);
    expect([status, bytes.length]).toEqual([200, asset.bytes]);
    expect(api.logged.some(({ msg }) => msg === 'no preview could be made')).toBe(true);
    await rm(`${scratch}/scratch`);
    expect((await shownOf(asset)).bytes.length).toBeLessThanOrEqual(200_000);
  });
});
