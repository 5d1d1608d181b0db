import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { encodeOutput, type OutputPixels, type OutputRequest } from './outputs.ts';

const exiftool = new URL('../node_modules/exiftool-vendored.pl/bin/exiftool', import.meta.url);
const provenance = {
  engine: 'u2netp <&>',
  version: '1',
  digitalSourceType: 'algorithmicallyEnhanced',
} as const;

let folder: string;
let files = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outputs-'));
});

afterEach(() => rm(folder, { recursive: true }));

function pixels(channels: 1 | 3 | 4, width = 600, height = 300): OutputPixels {
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < data.length; i += 1) data[i] = (i * 7919) >> 7;
  return { data, width, height, channels };
}

function noise(width: number, height: number): OutputPixels {
  const { data } = pixels(4, width, height);
  for (let i = 0, x = 1; i < data.length; i += 1) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 0;
    data[i] = x >>> 24;
  }
  return { data, width, height, channels: 4 };
}

function encode(request: Partial<OutputRequest> = {}) {
  files += 1;
  const defaults = { pixels: pixels(4), format: 'png', provenance, folder, name: `out-${files}` };
  return encodeOutput({ ...defaults, ...request } as OutputRequest);
}

async function tagsOf(path: string): Promise<Record<string, unknown>> {
  const args = [fileURLToPath(exiftool), '-json', '-G1', '-n', path];
  const { stdout } = await promisify(execFile)('perl', args);
  return (JSON.parse(stdout) as Record<string, unknown>[])[0] ?? {};
}

describe('an output', () => {
  test.each(['png', 'webp'] as const)(
    'as %s keeps every pixel, transparency included, when it is lossless',
    async (format) => {
      const opaque = pixels(4);
      for (let i = 3; i < opaque.data.length; i += 4) opaque.data[i] = i % 3 === 0 ? 128 : 255;
      const file = await encode({ pixels: opaque, format });
      const { data, info } = await sharp(file.path).raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: 600, height: 300, channels: 4 });
      expect(data.equals(opaque.data)).toBe(true);
      expect(file).toMatchObject({ width: 600, height: 300, mimeType: `image/${format}` });
    },
  );

  test('of one channel is an 8 bit grey PNG', async () => {
    const file = await encode({ pixels: pixels(1) });
    expect(await sharp(file.path).metadata()).toMatchObject({ space: 'b-w', channels: 1 });
    expect(await tagsOf(file.path)).toMatchObject({ 'PNG:BitDepth': 8, 'PNG:ColorType': 0 });
  });

  test('with a quality is a lossy WebP', async () => {
    const lossy = await encode({ pixels: noise(300, 200), format: 'webp', quality: 50 });
    const lossless = await encode({ pixels: noise(300, 200), format: 'webp' });
    expect(lossy.bytes).toBeLessThan(lossless.bytes);
  });

  test.each([
    ['png', 4],
    ['png', 1],
    ['webp', 3],
  ] as const)('as %s of %i channels says how it was made, and nothing else', async (format, n) => {
    const file = await encode({ format, pixels: pixels(n), quality: 90 });
    const tags = await tagsOf(file.path);
    const metadata = Object.keys(tags).filter((tag) => /^(XMP|IFD|ExifIFD|IPTC|GPS|ICC)/.test(tag));
    expect(metadata.sort()).toEqual(['XMP-iptcExt:DigitalSourceType', 'XMP-xmp:CreatorTool']);
    expect(tags).toMatchObject({
      'XMP-xmp:CreatorTool': 'u2netp <&> 1',
      'XMP-iptcExt:DigitalSourceType':
        'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced',
    });
  });

  test('as PNG carries its XMP as plain text, where the standard puts it', async () => {
    const bytes = await readFile((await encode()).path);
    expect(bytes.toString('latin1', 37, 58)).toBe('iTXtXML:com.adobe.xmp');
    expect(bytes.includes('digitalsourcetype/algorithmicallyEnhanced')).toBe(true);
  });

  test.each(['png', 'webp'] as const)(
    'as %s is the same bytes in two equal runs',
    async (format) => {
      const first = await encode({ format, quality: 80 });
      const second = await encode({ format, quality: 80 });
      expect(second.sha256).toBe(first.sha256);
      expect(second.thumbnailSha256).toBe(first.thumbnailSha256);
      expect(await readFile(second.path)).toEqual(await readFile(first.path));
    },
  );

  test('has a thumbnail of at most 50,000 bytes and 512 pixels, even of noise', async () => {
    const file = await encode({ pixels: noise(1500, 2000) });
    const { format, width, height } = await sharp(file.thumbnailPath).metadata();
    expect(format).toBe('webp');
    expect(Math.max(width, height)).toBeLessThanOrEqual(512);
    expect(width / height).toBeCloseTo(0.75, 2);
    expect(file.thumbnailBytes).toBeLessThanOrEqual(50_000);
    expect((await readFile(file.thumbnailPath)).length).toBe(file.thumbnailBytes);
  });

  test('of the wrong length is refused', async () => {
    await expect(encode({ pixels: { ...pixels(4), channels: 3 } })).rejects.toThrow(RangeError);
  });
});
