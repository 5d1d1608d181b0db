import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sharp, { type Sharp } from 'sharp';
import { createIntake, ImageRefusal, type Intake, type ReceivedImage } from './intake.ts';
import { ChildFailure, createChildPool, type ChildPool } from './pool.ts';
import {
  animationControl,
  buryJpegHeader,
  flatPng,
  insertIntoPng,
  pngChunk,
  rebrand,
  resizeAvifHeader,
  resizeJpegHeader,
  tinyPngHeader,
  tinyWebpHeader,
} from './testing/hostile-files.ts';

const photos = new URL('fixtures/photos/', import.meta.url);

let pool: ChildPool;
let scratchFolder: string;
let intake: Intake;
const received: ReceivedImage[] = [];

beforeAll(() => {
  pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 60_000 });
});

afterAll(() => pool.close());

beforeEach(async () => {
  scratchFolder = await mkdtemp(join(tmpdir(), 'intake-test-'));
  intake = createIntake({ pool, scratchFolder });
});

afterEach(async () => {
  await Promise.all(received.splice(0).map((image) => image.dispose()));
  expect(await readdir(scratchFolder)).toEqual([]);
  await rm(scratchFolder, { recursive: true });
});

async function receive(bytes: Buffer, bytesMax?: number): Promise<ReceivedImage> {
  const middle = bytes.length >> 1;
  const stream = Readable.from([bytes.subarray(0, middle), bytes.subarray(middle)], {
    objectMode: false,
  });
  const image = await intake.receive(stream, bytesMax === undefined ? {} : { bytesMax });
  received.push(image);
  return image;
}

async function refusalOf(bytes: Buffer, bytesMax?: number): Promise<string> {
  const error: unknown = await receive(bytes, bytesMax).catch((reason: unknown) => reason);
  if (!(error instanceof ImageRefusal)) throw new Error(`no ImageRefusal: ${String(error)}`);
  return error.code;
}

function picture(width = 60, height = 40, background: string | object = '#c81e3c'): Sharp {
  return sharp({ create: { width, height, channels: 4, background } });
}

const jpeg = () => picture().jpeg().toBuffer();
const png = () => picture().png().toBuffer();
const avif = () => picture().avif().toBuffer();

/** A photograph: what is cut out of it is missed, unlike in a flat colour. */
function photo(name = 'china.jpg'): Promise<Buffer> {
  return readFile(new URL(name, photos));
}

function animatedWebp(frames: number): Promise<Buffer> {
  const raw = { width: 64, height: 64 * frames, channels: 3, pageHeight: 64 } as const;
  const data = Buffer.alloc(64 * 64 * frames * 3, 0).map((_, i) => Math.floor(i / 12_288) * 20);
  return sharp(data, { raw }).webp({ delay: 100 }).toBuffer();
}

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
    expect(await refusalOf(bytes, bytes.length - 1)).toBe('file_too_large');
  });

  test('may have exactly 50,000,000 pixels, and not one column more', async () => {
    const { canonical } = await receive(flatPng(10_000, 5_000));
    expect(canonical).toMatchObject({ width: 10_000, height: 5_000 });
    expect(await refusalOf(flatPng(10_001, 5_000))).toBe('too_many_pixels');
  });
});

describe('what is no picture of ours', () => {
  const heic = async () => rebrand(await avif(), 'heic');
  const kinds: [string, () => Buffer | Promise<Buffer>][] = [
    ['nothing', () => Buffer.alloc(0)],
    ['one byte', () => Buffer.from('\xff', 'latin1')],
    ['text', () => Buffer.from('not an image '.repeat(100))],
    ['HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['GIF', () => picture().gif().toBuffer()],
    ['GIF that is a script', () => Buffer.from('GIF89a/*\0\0*/=1;alert(1)')],
    ['TIFF', () => picture().tiff().toBuffer()],
    ['HEIC', heic],
    ['PDF', () => Buffer.from('%PDF-1.7\n')],
    ['BMP', () => Buffer.from('BM'.padEnd(60, '\0'))],
    [
      'ZIP with a picture in it',
      async () => Buffer.concat([Buffer.from('PK\x03\x04'), await png()]),
    ],
    ['WAV', () => Buffer.from('RIFF\x24\0\0\0WAVEfmt '.padEnd(60, '\0'))],
    ['MP4', () => Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42'.padEnd(60, '\0'), 'latin1')],
  ];

  test.each(kinds)('is refused as an unsupported type: %s', async (_, make) => {
    expect(await refusalOf(await make())).toBe('unsupported_media_type');
  });
});

describe('a picture that we cannot read whole', () => {
  const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
  const animatedPng = async () => insertIntoPng(await png(), animationControl(2));
  const kinds: [string, () => Buffer | Promise<Buffer>][] = [
    ['a truncated JPEG', async () => half(await photo())],
    ['a JPEG without its last bytes', async () => (await photo()).subarray(0, -200)],
    ['a truncated progressive JPEG', async () => half(await progressive())],
    ['a truncated PNG', async () => half(await photo('coffee.png'))],
    [
      'a truncated WebP',
      async () =>
        half(
          await sharp(await photo())
            .webp()
            .toBuffer(),
        ),
    ],
    [
      'a truncated AVIF',
      async () =>
        half(
          await sharp(await photo())
            .avif()
            .toBuffer(),
        ),
    ],
    ['a PNG with a broken checksum', async () => flipped(await photo('coffee.png'))],
    ['a JPEG of magic bytes only', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['a PNG of magic bytes only', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['a WebP of magic bytes only', () => Buffer.from('RIFF\x04\0\0\0WEBP', 'latin1')],
    ['an AVIF of magic bytes only', () => Buffer.from('\0\0\0\x10ftypavif\0\0\0\0', 'latin1')],
    ['an animated WebP', () => animatedWebp(3)],
    ['an animated PNG', animatedPng],
    ['an AVIF sequence', async () => rebrand(await avif(), 'avis')],
    ['an AVIF larger than its pixels', async () => resizeAvifHeader(await avif(), 4_000, 4_000)],
    ['a PNG larger than its pixels', () => flatPng(7_000, 7_000, 1)],
  ];

  function progressive(): Promise<Buffer> {
    return sharp(new URL('china.jpg', photos).pathname).jpeg({ progressive: true }).toBuffer();
  }

  function flipped(bytes: Buffer): Buffer {
    const at = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  }

  test.each(kinds)('is refused as unreadable: %s', async (_, make) => {
    expect(await refusalOf(await make())).toBe('unreadable_image');
  });
});

describe('a picture that claims too many pixels', () => {
  const kinds: [string, () => Buffer | Promise<Buffer>][] = [
    ['a PNG header of 34 bytes', tinyPngHeader],
    ['a WebP header of 34 bytes', tinyWebpHeader],
    ['a valid PNG of 31 kB', () => flatPng(20_000, 13_000)],
    ['a JPEG', async () => resizeJpegHeader(await jpeg(), 65_500, 65_500)],
    [
      'a JPEG that buries its size',
      async () => buryJpegHeader(resizeJpegHeader(await jpeg(), 65_500, 65_500)),
    ],
    ['an AVIF', async () => resizeAvifHeader(await avif(), 30_000, 30_000)],
  ];

  test.each(kinds)('is refused before it is decoded: %s', async (_, make) => {
    expect(await refusalOf(await make())).toBe('too_many_pixels');
  });
});

describe('an upload', () => {
  test('clears away what a killed process left a day ago, and nothing else', async () => {
    const [stale, recent, foreign] = ['intake-stale', 'intake-recent', 'of-others'].map((name) =>
      join(scratchFolder, name),
    ) as [string, string, string];
    for (const folder of [stale, recent, foreign]) {
      await mkdir(folder);
      await writeFile(join(folder, 'original'), 'private');
    }
    const yesterday = Date.now() / 1000 - 86_401;
    await Promise.all([stale, foreign].map((folder) => utimes(folder, yesterday, yesterday)));
    await receive(await jpeg());
    expect(await readdir(scratchFolder)).not.toContain('intake-stale');
    expect(await readdir(scratchFolder)).toEqual(
      expect.arrayContaining(['intake-recent', 'of-others']),
    );
    await Promise.all([recent, foreign].map((folder) => rm(folder, { recursive: true })));
  });

  test('that breaks off leaves nothing behind', async () => {
    const broken = new Readable({ read: () => undefined });
    broken.push((await photo()).subarray(0, 1_000));
    const upload = intake.receive(broken);
    broken.destroy(new Error('connection lost'));
    await expect(upload).rejects.toThrow('connection lost');
  });

  test('that nobody waits for any more leaves nothing behind', async () => {
    const stop = new AbortController();
    stop.abort();
    const upload = intake.receive(Readable.from([await photo()]), { signal: stop.signal });
    const error: unknown = await upload.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChildFailure);
    expect(error).toMatchObject({ kind: 'aborted' });
  });

  test('that is refused is read to its end, so that its sender hears the answer', async () => {
    const stream = Readable.from([Buffer.alloc(100), Buffer.alloc(100), Buffer.alloc(100)]);
    const ended = new Promise((resolve) => stream.once('end', resolve));
    await expect(intake.receive(stream, { bytesMax: 150 })).rejects.toThrow(ImageRefusal);
    await ended;
  });
});

/** Top left, top right, bottom left, bottom right as [r, g, b] of a bit each. */
const quadrants = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 1],
];

/** A 64 × 32 picture of four colours, stored so that this orientation shows it upright. */
async function orientedJpeg(orientation: number): Promise<Buffer> {
  const turned = orientation > 4;
  const [width, height] = turned ? [32, 64] : [64, 32];
  const data = Buffer.alloc(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const r = Math.floor((row * 2) / height);
      const c = Math.floor((column * 2) / width);
      // What the EXIF standard says of where row 0 and column 0 are to be seen.
      const [y, x] = [
        [r, c],
        [r, 1 - c],
        [1 - r, 1 - c],
        [1 - r, c],
        [c, r],
        [c, 1 - r],
        [1 - c, 1 - r],
        [1 - c, r],
      ][orientation - 1] ?? [0, 0];
      const colour = quadrants[(y ?? 0) * 2 + (x ?? 0)] ?? [];
      data.set(
        colour.map((bit) => bit * 255),
        (row * width + column) * 3,
      );
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .withMetadata({ orientation })
    .jpeg({ quality: 100 })
    .toBuffer();
}

async function quadrantsOf(path: string): Promise<number[][]> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  const centres = [8, 24].flatMap((y) => [16, 48].map((x) => (y * info.width + x) * info.channels));
  return centres.map((at) => [0, 1, 2].map((band) => Math.round((data[at + band] ?? 0) / 255)));
}
