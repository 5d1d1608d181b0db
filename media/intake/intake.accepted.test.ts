import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { createChildPool, type ChildPool } from '../children/pool.ts';
import { applePng, colorFixtures } from '../testing/color-files.ts';
import { flatPng, insertIntoPng, pngChunk } from '../testing/hostile-files.ts';
import {
  jpeg,
  orientedJpeg,
  photo,
  picture,
  png,
  quadrants,
  quadrantsOf,
} from '../testing/pictures.ts';
import { createTestIntake, type TestIntake } from '../testing/test-intake.ts';

let pool: ChildPool;
let receive: TestIntake['receive'];
let errorCodeOf: TestIntake['errorCodeOf'];
let close: TestIntake['close'];

beforeAll(() => {
  pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 60_000 });
});

afterAll(() => pool.close());

beforeEach(async () => {
  ({ receive, errorCodeOf, close } = await createTestIntake(pool));
});

afterEach(() => close());

describe('an accepted picture', () => {
  const opaque = () => picture().removeAlpha();
  const translucent = () => picture(60, 40, { r: 200, g: 30, b: 60, alpha: 0.5 });
  const kinds: [string, () => Sharp, 'image/jpeg' | 'image/png'][] = [
    ['a JPEG', () => opaque().jpeg(), 'image/jpeg'],
    ['a progressive JPEG', () => opaque().jpeg({ progressive: true }), 'image/jpeg'],
    ['a CMYK JPEG', () => opaque().toColourspace('cmyk').jpeg(), 'image/jpeg'],
    ['a grey JPEG', () => opaque().toColourspace('b-w').jpeg(), 'image/jpeg'],
    ['a PNG', () => opaque().png(), 'image/png'],
    ['a PNG of 16 bits', () => opaque().toColourspace('rgb16').png(), 'image/png'],
    ['a grey PNG of 16 bits', () => opaque().toColourspace('grey16').png(), 'image/png'],
    ['a palette PNG', () => opaque().png({ palette: true }), 'image/png'],
    ['an interlaced PNG', () => opaque().png({ progressive: true }), 'image/png'],
    ['a PNG with alpha', () => translucent().png(), 'image/png'],
    ['a palette PNG with alpha', () => translucent().png({ palette: true }), 'image/png'],
    ['a WebP', () => opaque().webp(), 'image/jpeg'],
    ['a lossless WebP', () => opaque().webp({ lossless: true }), 'image/png'],
    ['a lossless WebP with alpha', () => translucent().webp({ lossless: true }), 'image/png'],
    ['a WebP with alpha', () => translucent().webp(), 'image/png'],
    ['an AVIF', () => opaque().avif(), 'image/jpeg'],
    ['an AVIF with alpha', () => translucent().avif(), 'image/png'],
  ];

  test.each(kinds)('may be %s and becomes sRGB of 8 bits', async (name, make, mimeType) => {
    const bytes = await make().toBuffer();
    const { original, canonical, thumbnail } = await receive(bytes);
    expect(canonical).toMatchObject({ mimeType, width: 60, height: 40 });
    const metadata = await sharp(canonical.path).metadata();
    expect(metadata).toMatchObject({ space: 'srgb', depth: 'uchar', width: 60, height: 40 });
    expect(metadata.channels).toBe(name.endsWith('alpha') ? 4 : 3);
    const { mimeType: originalType } = original;
    expect(originalType).toBe((await sharp(bytes).metadata()).mediaType);
    for (const file of [original, canonical, thumbnail]) {
      const written = await readFile(file.path);
      expect(createHash('sha256').update(written).digest('hex')).toBe(file.sha256);
      expect(written.length).toBe(file.bytes);
    }
    expect(await readFile(original.path)).toEqual(bytes);
    expect(thumbnail).toMatchObject({ width: 60, height: 40 });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('may be a HEIC turned like EXIF’s %i', async (turn) => {
    const { original, canonical } = await receive(
      await readFile(new URL(`turned-${turn}.heic`, colorFixtures)),
    );
    expect(original.mimeType).toBe('image/heic');
    expect(canonical).toMatchObject({ mimeType: 'image/jpeg', width: 64, height: 32 });
    expect(await quadrantsOf(canonical.path)).toEqual(quadrants);
  });

  test('may be an AVIF that is turned', async () => {
    const { canonical } = await receive(await readFile(new URL('turned-6.avif', colorFixtures)));
    expect(await quadrantsOf(canonical.path)).toEqual(quadrants);
  });

  test('may be a HEIC with transparency, which becomes a PNG', async () => {
    const { canonical } = await receive(await readFile(new URL('alpha.heic', colorFixtures)));
    expect(canonical.mimeType).toBe('image/png');
    expect(await sharp(canonical.path).metadata()).toMatchObject({ hasAlpha: true });
  });

  test('may be a WebP whose frame claims more bytes than it has', async () => {
    const bytes = await sharp(await photo())
      .webp()
      .toBuffer();
    const whole = await receive(bytes);
    bytes.writeUInt32LE(bytes.readUInt32LE(4) + 8, 4);
    expect((await receive(bytes)).canonical.sha256).toBe(whole.canonical.sha256);
  });

  test('may be a PNG of Apple’s own kind', async () => {
    const { original, canonical } = await receive(applePng());
    expect([original.mimeType, canonical.width]).toEqual(['image/png', 320]);
  });

  test.each([
    ['its last two bytes', (bytes: Buffer) => bytes.subarray(0, -2)],
    ['its last byte', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['an end, and zeros instead', (bytes: Buffer) => filled(bytes, 4_096)],
  ])('may be a JPEG without %s, of which every pixel is there', async (_, change) => {
    const bytes = await photo();
    const [whole, cut] = [await receive(bytes), await receive(change(bytes))];
    expect(cut.canonical.sha256).toBe(whole.canonical.sha256);
  });

  function filled(jpegFile: Buffer, zeros: number): Buffer {
    return Buffer.concat([jpegFile.subarray(0, -2), Buffer.alloc(zeros)]);
  }

  test('keeps every pixel of a lossless source', async () => {
    const bytes = await photo('chelsea.png');
    const { canonical } = await receive(bytes);
    const [before, after] = await Promise.all(
      [bytes, canonical.path].map((source) => sharp(source).raw().toBuffer()),
    );
    expect(after?.equals(before ?? Buffer.alloc(0))).toBe(true);
  });

  test('becomes a JPEG of full colour resolution when it was lossy', async () => {
    const { canonical } = await receive(await photo());
    expect(await sharp(canonical.path).metadata()).toMatchObject({ chromaSubsampling: '4:4:4' });
  });

  test('loses an alpha channel that hides nothing', async () => {
    const { canonical } = await receive(await picture().webp().toBuffer());
    expect(canonical.mimeType).toBe('image/jpeg');
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('of EXIF orientation %i stands upright', async (value) => {
    const { canonical, thumbnail } = await receive(await orientedJpeg(value));
    expect(canonical).toMatchObject({ width: 64, height: 32 });
    expect(await quadrantsOf(canonical.path)).toEqual(quadrants);
    expect(await quadrantsOf(thumbnail.path)).toEqual(quadrants);
  });

  test('has its colour profile applied, and no metadata left', async () => {
    const bytes = await picture(60, 40, '#20c040')
      .withIccProfile('p3')
      .withExif({ IFD0: { Copyright: 'canary' }, IFD3: { GPSLatitude: '51/1 30/1 3230/100' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">canary</x:xmpmeta>')
      .jpeg()
      .toBuffer();
    expect(await sharp(bytes).metadata()).toMatchObject({ hasProfile: true });
    const { canonical, thumbnail } = await receive(bytes);
    for (const { path } of [canonical, thumbnail]) {
      const { exif, xmp, icc, iptc, hasProfile } = await sharp(path).metadata();
      expect({ exif, xmp, icc, iptc, hasProfile }).toEqual({ hasProfile: false });
      expect((await readFile(path)).includes('canary')).toBe(false);
    }
    const [red = 0, green = 0, blue = 0] = await sharp(canonical.path).raw().toBuffer();
    expect(Math.max(Math.abs(red - 32), Math.abs(green - 192), Math.abs(blue - 64))).toBeLessThan(
      6,
    );
  });

  test('has a WebP thumbnail of at most 50,000 bytes and 512 pixels', async () => {
    const bytes = await sharp(await photo('astronaut.png'))
      .resize(3000)
      .png()
      .toBuffer();
    const { thumbnail } = await receive(bytes);
    expect(await sharp(thumbnail.path).metadata()).toMatchObject({ format: 'webp', width: 512 });
    expect(thumbnail.bytes).toBeLessThanOrEqual(50_000);
  });

  test('gives the same files for the same bytes', async () => {
    const [first, second] = [await receive(await photo()), await receive(await photo())];
    expect(second.canonical.sha256).toBe(first.canonical.sha256);
    expect(second.thumbnail.sha256).toBe(first.thumbnail.sha256);
  });

  test('carries nothing along that was hidden in it', async () => {
    const archive = Buffer.from('PK\x03\x04 canary');
    const script = pngChunk('tEXt', Buffer.from('Comment\0<script>canary</script>'));
    for (const bytes of [
      Buffer.concat([await jpeg(), archive]),
      Buffer.concat([insertIntoPng(await png(), script), archive]),
    ]) {
      const { canonical } = await receive(bytes);
      expect((await readFile(canonical.path)).includes('canary')).toBe(false);
    }
  });

  test('may have exactly as many bytes as are allowed, and not one more', async () => {
    const bytes = await jpeg();
    expect((await receive(bytes, bytes.length)).original.bytes).toBe(bytes.length);
    expect(await errorCodeOf(bytes, bytes.length - 1)).toBe('file_too_large');
  });

  test('may have 64.5 million pixels, and not one column more', async () => {
    const { canonical } = await receive(flatPng(10_000, 6_450));
    expect(canonical).toMatchObject({ width: 10_000, height: 6_450 });
    const refused = receive(flatPng(10_001, 6_450));
    await expect(refused).rejects.toThrow(
      'The image has 64.5 MP (10001 × 6450), at most 64 MP are taken',
    );
  });

  test.each([
    ['wide', 1, 0],
    ['high', 0, 1],
  ])('may be exactly 16,383 pixels %s, and not one more', async (_, across, down) => {
    const long = (side: number) => flatPng(1 + across * (side - 1), 1 + down * (side - 1));
    const { canonical } = await receive(long(16_383));
    expect(Math.max(canonical.width, canonical.height)).toBe(16_383);
    expect(await errorCodeOf(long(16_384))).toBe('side_too_long');
  });
});
