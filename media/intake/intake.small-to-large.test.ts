import { randomFillSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { canonicalBytesMax } from '../../domain/limits.ts';
import { createChildPool, type ChildPool } from '../children/pool.ts';
import { createTestIntake, type TestIntake } from '../testing/test-intake.ts';

let pool: ChildPool;
let intake: TestIntake;
beforeAll(() => {
  pool = createChildPool({ heavyMax: 1, sizeMax: 1, idleMs: 60_000 });
});
afterAll(() => pool.close());
beforeEach(async () => {
  intake = await createTestIntake(pool);
});
afterEach(() => intake.close());

/** Grain that a lossy file describes in few bytes and a lossless one in many; a corner of it is transparent if wished. */
async function grain(width: number, height: number, transparent: boolean): Promise<Buffer> {
  const data = randomFillSync(Buffer.alloc(width * height * 4));
  for (let i = 3; i < data.length; i += 4) data[i] = transparent && i < width * 40 ? 0 : 255;
  const picture = sharp(data, { raw: { width, height, channels: 4 } });
  return picture.webp({ quality: 20, effort: 0 }).toBuffer();
}

test('what would be kept in far more bytes than came is kept as WebP, transparency included, and says so', async () => {
  const upload = await grain(5_600, 3_700, true);
  expect(upload.length).toBeLessThan(canonicalBytesMax / 5);
  const { canonical } = await intake.receive(upload);
  expect(canonical.mimeType).toBe('image/webp');
  expect(canonical.bytes).toBeLessThan(canonicalBytesMax);
  expect(canonical).toMatchObject({ width: 5_600, height: 3_700 });
  const kept = sharp(canonical.path);
  expect(await kept.metadata()).toMatchObject({ format: 'webp', hasAlpha: true });
  const { data } = await kept
    .extract({ left: 0, top: 0, width: 1, height: 40 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([data[3], data[39 * 4 + 3]]).toEqual([0, 255]);
});

test('what fits stays a PNG or a JPEG', async () => {
  const { canonical: clear } = await intake.receive(await grain(700, 400, true));
  const { canonical: opaque } = await intake.receive(await grain(700, 400, false));
  expect([clear.mimeType, opaque.mimeType]).toEqual(['image/png', 'image/jpeg']);
});
