import { readFile } from 'node:fs/promises';
import { deflateRawSync, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { pngChunk } from './hostile-files.ts';
import { iccProfiles } from './icc-profiles.ts';

/** Files that no encoder among our packages writes. */
export const colorFixtures = new URL('../fixtures/colors/', import.meta.url);

/** Eight flat colours of 40 × 40 pixels side by side are what every file of this module stores. */
export const swatchSide = 40;
export const swatches = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
  [128, 128, 128],
  [200, 100, 50],
  [30, 160, 90],
  [240, 200, 190],
] as const;
const greys = [0, 30, 60, 90, 128, 160, 200, 255];
/** Of the files with transparency. */
export const swatchAlpha = 128;

/** A way to say what a picture's numbers mean. */
export interface Description {
  readonly name: string;
  readonly icc?: Buffer;
  /** ITU-T H.273: primaries, transfer. */
  readonly codes?: readonly [number, number];
  /** Further chunks of a PNG. */
  readonly chunks?: readonly Buffer[];
}

const whole = (...values: number[]) =>
  Buffer.concat(values.map((value) => Buffer.from(Uint32Array.of(value).buffer).reverse()));
const gamma = (value: number) => pngChunk('gAMA', whole(value));
const primaries = (...points: number[]) =>
  pngChunk('cHRM', whole(...points.map((point) => Math.round(point * 100_000))));
const p3Primaries = primaries(0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06);

export const descriptions: readonly Description[] = [
  { name: 'nothing' },
  { name: 'a Display P3 profile', icc: iccProfiles.displayP3 },
  { name: 'a Display P3 profile of tables', icc: iccProfiles.displayP3Table },
  { name: 'an AdobeRGB profile', icc: iccProfiles.adobeRgb },
  { name: 'an sRGB profile', icc: iccProfiles.srgb },
  { name: 'a grey profile', icc: iccProfiles.grey },
  { name: 'a broken profile', icc: Buffer.from('no profile at all '.repeat(20)) },
  { name: 'linear light', chunks: [gamma(100_000)] },
  { name: 'the gamma of a Mac', chunks: [gamma(55_556)] },
  { name: 'the usual gamma', chunks: [gamma(45_455)] },
  { name: 'gamma and primaries', chunks: [gamma(45_455), p3Primaries] },
  { name: 'primaries alone', chunks: [p3Primaries] },
  { name: 'sRGB and a gamma', chunks: [pngChunk('sRGB', Buffer.of(0)), gamma(100_000)] },
  { name: 'codes of Display P3', codes: [12, 13] },
  { name: 'codes of BT.2020', codes: [9, 13] },
  { name: 'codes of a gamma of 2.8', codes: [5, 5] },
  { name: 'codes of PQ', codes: [9, 16] },
  { name: 'codes of HLG', codes: [9, 18] },
  { name: 'codes of nothing known', codes: [99, 13] },
  { name: 'codes and another profile', codes: [12, 13], icc: iccProfiles.adobeRgb },
];

interface PngOptions {
  readonly depth: 8 | 16;
  readonly grey: boolean;
  readonly alpha: boolean;
}

/** The swatches, or as many greys, as a PNG that says so. */
export function pngOf({ icc, codes, chunks = [] }: Description, options: PngOptions): Buffer {
  const { depth, grey, alpha } = options;
  const samples = (color: readonly number[]) => [...color, ...(alpha ? [swatchAlpha] : [])];
  const colors = grey ? greys.map((value) => samples([value])) : swatches.map(samples);
  const bytes = colors.map((color) => color.flatMap((v) => (depth === 16 ? [v, v] : [v])));
  const row = [
    0,
    ...bytes.flatMap((color) => Array.from({ length: swatchSide }, () => color)).flat(),
  ];
  const pixels = Buffer.concat(Array.from({ length: swatchSide }, () => Buffer.from(row)));
  const kind = (grey ? 0 : 2) + (alpha ? 4 : 0);
  const size = whole(swatches.length * swatchSide, swatchSide);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', Buffer.concat([size, Buffer.of(depth, kind, 0, 0, 0)])),
    ...(codes ? [pngChunk('cICP', Buffer.of(codes[0], codes[1], 0, 1))] : []),
    ...(icc ? [pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), deflateSync(icc)]))] : []),
    ...chunks,
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND'),
  ]);
}

/** The swatches, half seen through, as Xcode packs a PNG into a telephone's programs. */
export function applePng(): Buffer {
  const premultiplied = swatches.map(([r, g, b]) =>
    [b, g, r].map((v) => Math.floor((v * swatchAlpha) / 255)).concat(swatchAlpha),
  );
  const colors = premultiplied.flatMap((color) => Array.from({ length: swatchSide }, () => color));
  const row = Buffer.from([0, ...colors.flat()]);
  const pixels = deflateRawSync(Buffer.concat(Array.from({ length: swatchSide }, () => row)));
  const half = pixels.length >> 1;
  const header = whole(swatches.length * swatchSide, swatchSide);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('CgBI', Buffer.of(0x50, 0, 0x20, 0x02)),
    pngChunk('IHDR', Buffer.concat([header, Buffer.of(8, 6, 0, 0, 0)])),
    pngChunk('IDAT', pixels.subarray(0, half)),
    pngChunk('IDAT', pixels.subarray(half)),
    pngChunk('IEND'),
  ]);
}

/** The swatches as sharp reads them from a PNG that says nothing. */
function plain() {
  const png = pngOf({ name: 'nothing' }, { depth: 8, grey: false, alpha: false });
  return sharp(png);
}

export async function jpegOf({ icc }: Description): Promise<Buffer> {
  const jpeg = await plain().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
  if (!icc) return jpeg;
  const data = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), icc]);
  const segment = Buffer.concat([Buffer.of(0xff, 0xe2, 0, 0), data]);
  segment.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

/** In the extended format, which is the one that holds profiles (RFC 9649, 2.7). */
export async function webpOf({ icc }: Description): Promise<Buffer> {
  const webp = await plain().webp({ lossless: true }).toBuffer();
  if (!icc) return webp;
  const chunk = (name: string, data: Buffer) => {
    const length = Buffer.from(Uint32Array.of(data.length).buffer);
    return Buffer.concat([Buffer.from(name), length, data, Buffer.alloc(data.length % 2)]);
  };
  const header = Buffer.alloc(10);
  header.writeUInt8(0x20);
  header.writeUIntLE(swatches.length * swatchSide - 1, 4, 3);
  header.writeUIntLE(swatchSide - 1, 7, 3);
  const chunks = Buffer.concat([chunk('VP8X', header), chunk('ICCP', icc), webp.subarray(12)]);
  const length = Buffer.from(Uint32Array.of(chunks.length + 4).buffer);
  return Buffer.concat([Buffer.from('RIFF'), length, Buffer.from('WEBP'), chunks]);
}

/** Codes are written over those in the colour box of a file (media/fixtures/colors/make.py). */
export async function avifOf({ codes = [1, 13] }: Description): Promise<Buffer> {
  const avif = await readFile(new URL('p3-codes.avif', colorFixtures));
  avif.set([0, codes[0], 0, codes[1]], avif.indexOf('colrnclx') + 8);
  return avif;
}
