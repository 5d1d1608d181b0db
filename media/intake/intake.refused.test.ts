import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { createChildPool, type ChildPool } from '../children/pool.ts';
import { applePng, colorFixtures } from '../testing/color-files.ts';
import {
  animationControl,
  buryJpegHeader,
  flatPng,
  insertIntoPng,
  jpegOfScans,
  rebrand,
  resizeAvifHeader,
  resizeJpegHeader,
  tinyPngHeader,
  tinyWebpHeader,
} from '../testing/hostile-files.ts';
import { avif, jpeg, photo, picture, png } from '../testing/pictures.ts';
import { jpegScansMax, readJpegScans } from './jpeg-scans.ts';
import { createTestIntake, type TestIntake } from '../testing/test-intake.ts';

let pool: ChildPool;
let errorCodeOf: TestIntake['errorCodeOf'];
let close: TestIntake['close'];

beforeAll(() => {
  pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 60_000 });
});

afterAll(() => pool.close());

beforeEach(async () => {
  ({ errorCodeOf, close } = await createTestIntake(pool));
});

afterEach(() => close());

function animatedWebp(frames: number): Promise<Buffer> {
  const raw = { width: 64, height: 64 * frames, channels: 3, pageHeight: 64 } as const;
  const data = Buffer.alloc(64 * 64 * frames * 3, 0).map((_, i) => Math.floor(i / 12_288) * 20);
  return sharp(data, { raw }).webp({ delay: 100 }).toBuffer();
}

test('a JPEG of more scans than anybody writes is refused before it is decoded', async () => {
  await expect(errorCodeOf(jpegOfScans(jpegScansMax))).rejects.toThrow('no ImageError');
  expect(await errorCodeOf(jpegOfScans(jpegScansMax + 1))).toBe('unreadable_image');
  // What only looks like a scan, in metadata or behind the picture's end, is none.
  const looksLike = Buffer.from('ffda'.repeat(500), 'hex');
  const described = picture()
    .jpeg()
    .withExif({ IFD0: { ImageDescription: 'scan' } });
  const whole = await described.toBuffer();
  const at = whole.indexOf('scan');
  looksLike.copy(whole, at, 0, 4);
  expect(readJpegScans(Buffer.concat([whole, looksLike])).count).toBe(1);
});

describe('what is no picture of ours', () => {
  const kinds: [string, () => Buffer | Promise<Buffer>][] = [
    ['nothing', () => Buffer.alloc(0)],
    ['one byte', () => Buffer.from('\xff', 'latin1')],
    ['text', () => Buffer.from('not an image '.repeat(100))],
    ['HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['GIF', () => picture().gif().toBuffer()],
    ['GIF that is a script', () => Buffer.from('GIF89a/*\0\0*/=1;alert(1)')],
    ['TIFF', () => picture().tiff().toBuffer()],
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
    expect(await errorCodeOf(await make())).toBe('unsupported_media_type');
  });
});

describe('a picture that we cannot read whole', () => {
  const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
  /** Of a grid of tiles; a lenient decoder leaves the tile blank. */
  const damagedTile = async () => {
    const grid = await readFile(new URL('grid.heic', colorFixtures));
    const inLastTile = grid.indexOf('mdat') + 2_692;
    return grid.fill(0, inLastTile, inLastTile + 40);
  };
  const heic = () => readFile(new URL('plain.heic', colorFixtures));
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
    ['a HEIF picture that is not coded as HEVC', async () => rebrand(await avif(), 'heic')],
    ['a truncated HEIC', async () => half(await heic())],
    ['a HEIC without its last bytes', async () => (await heic()).subarray(0, -30)],
    ['a HEIC of which one tile is damaged', damagedTile],
    ['a HEIC larger than its pixels', async () => resizeAvifHeader(await heic(), 4_000, 4_000)],
    ['a HEIC of magic bytes only', () => Buffer.from('\0\0\0\x10ftypheic\0\0\0\0', 'latin1')],
    ['a truncated PNG of Apple’s own kind', () => half(applePng())],
    ['a JPEG without its end and the bytes before it', async () => (await photo()).subarray(0, -4)],
    ['an AVIF larger than its pixels', async () => resizeAvifHeader(await avif(), 4_000, 4_000)],
    ['a PNG larger than its pixels', () => flatPng(7_000, 7_000, 1)],
  ];

  async function progressive(): Promise<Buffer> {
    return sharp(await photo())
      .jpeg({ progressive: true })
      .toBuffer();
  }

  function flipped(bytes: Buffer): Buffer {
    const at = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  }

  test.each(kinds)('is refused as unreadable: %s', async (_, make) => {
    expect(await errorCodeOf(await make())).toBe('unreadable_image');
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
    [
      'a HEIC',
      async () =>
        resizeAvifHeader(await readFile(new URL('plain.heic', colorFixtures)), 30_000, 30_000),
    ],
  ];

  test.each(kinds)('is refused before it is decoded: %s', async (_, make) => {
    expect(await errorCodeOf(await make())).toBe('too_many_pixels');
  });
});

describe('a picture with a side that is too long', () => {
  const sides: [number, number][] = [
    [1_000_000, 1],
    [1, 49_900_000],
    [20_000, 2_000],
  ];
  const makers: [string, (width: number, height: number) => Promise<Buffer>][] = [
    ['PNG', (width, height) => Promise.resolve(flatPng(width, height, 1))],
    ['JPEG', async (width, height) => resizeJpegHeader(await jpeg(), width, height)],
    ['AVIF', async (width, height) => resizeAvifHeader(await avif(), width, height)],
  ];
  const kinds = makers.flatMap(([format, make]) =>
    sides
      .filter(([width, height]) => format !== 'JPEG' || Math.max(width, height) < 65_536)
      .map(([width, height]) => [format, width, height, make] as const),
  );

  test.each(kinds)('is refused without a child: %s of %d × %d', async (_, width, height, make) => {
    const closed = createChildPool({ heavyMax: 1, sizeMax: 1, idleMs: 1 });
    await closed.close();
    const intake = await createTestIntake(closed);
    expect(await intake.errorCodeOf(await make(width, height))).toBe('side_too_long');
    await intake.close();
  });

  test('is refused before it is decoded where only the decoder knows its size', async () => {
    const buried = buryJpegHeader(resizeJpegHeader(await jpeg(), 20_000, 2_000));
    expect(await errorCodeOf(buried)).toBe('side_too_long');
  });
});
