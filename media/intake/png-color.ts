import { inflateSync } from 'node:zlib';
import {
  spaceOf,
  spaceOfCodes,
  srgbSpace,
  type Chromaticities,
  type ColorSpace,
} from '../color/color-space.ts';
import { gamma } from '../color/transfer.ts';

/** What the chunks of a PNG say of its colours. */
export interface PngColor {
  /** Of iCCP, whatever kind of picture it is for; the decoder keeps only some. */
  readonly icc: Buffer | null;
  /** cICP, which goes before everything; the profile comes second. */
  readonly coded: ColorSpace | null;
  /** sRGB, or gAMA with or without cHRM: where there is neither cICP nor a profile. */
  readonly described: ColorSpace | null;
}

const chunksMax = 1_000;
const profileBytesMax = 8_000_000;
/** 1/2.2, or within 5 % of it: by itself, so many programs wrote it for sRGB that browsers take it for that. */
const usualGamma = 45_455;
const usualGammaTolerance = 2_272;

/** W3C, Portable Network Graphics (Third Edition), 4.3 and 11.3.2. Damaged chunks say nothing. */
export function readPngColor(png: Buffer): PngColor {
  const chunks = colorChunks(png);
  return {
    icc: inflatedProfile(chunks.get('iCCP')),
    coded: codedSpace(chunks.get('cICP')),
    described: describedSpace(chunks),
  };
}

type Chunks = ReadonlyMap<string, Buffer>;

function colorChunks(png: Buffer): Chunks {
  const lengths: Readonly<Record<string, number>> = { cICP: 4, sRGB: 1, gAMA: 4, cHRM: 32 };
  const found = new Map<string, Buffer>();
  let at = 8;
  for (let visited = 0; visited < chunksMax && at + 12 <= png.length; visited += 1) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    if (name === 'IDAT') break;
    const data = png.subarray(at + 8, at + 8 + length);
    const isOurs = name === 'iCCP' || lengths[name] === length;
    if (isOurs && data.length === length) found.set(name, data);
    at += 12 + length;
  }
  return found;
}

/** Its name, a zero, how it is compressed (0), zlib's stream. */
function inflatedProfile(chunk: Buffer | undefined): Buffer | null {
  const nameEnd = chunk?.indexOf(0) ?? -1;
  if (!chunk || nameEnd < 0 || chunk[nameEnd + 1] !== 0) return null;
  try {
    return inflateSync(chunk.subarray(nameEnd + 2), { maxOutputLength: profileBytesMax });
  } catch {
    return null;
  }
}

/** RGB in its full range is all that a PNG can hold. */
function codedSpace(chunk: Buffer | undefined): ColorSpace | null {
  const [primaries = 0, transfer = 0, matrix, fullRange] = chunk ?? [];
  return matrix === 0 && fullRange === 1 ? spaceOfCodes(primaries, transfer) : null;
}

function describedSpace(chunks: Chunks): ColorSpace | null {
  if (chunks.has('sRGB')) return srgbSpace;
  const value = chunks.get('gAMA')?.readUInt32BE(0) ?? 0;
  if (value === 0) return null;
  const points = chromaticities(chunks.get('cHRM'));
  const transfer = gamma(100_000 / value);
  if (points) return spaceOf(points, transfer);
  if (Math.abs(value - usualGamma) <= usualGammaTolerance) return srgbSpace;
  return { ...srgbSpace, transfers: [transfer, transfer, transfer] };
}

function chromaticities(chunk: Buffer | undefined): Chromaticities | null {
  if (!chunk) return null;
  const point = (index: number) =>
    [0, 4].map((more) => chunk.readUInt32BE(index * 8 + more) / 100_000) as [number, number];
  const [white, red, green, blue] = [point(0), point(1), point(2), point(3)];
  if ([white, red, green, blue].some(([, y]) => y === 0)) return null;
  return { white, red, green, blue };
}
