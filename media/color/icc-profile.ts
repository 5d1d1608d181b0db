import { srgbOfD50, type ColorSpace } from './color-space.ts';
import { transpose, type Vector3 } from './matrix.ts';
import { gamma, linear, type Transfer } from './transfer.ts';

/**
 * - `space`: its curves and matrix say all there is to it;
 * - `table`: it holds tables, or speaks of inks: only a colour engine understands it;
 * - `broken`: nothing that could be followed.
 */
export type IccProfile =
  { readonly kind: 'space'; readonly space: ColorSpace } | { readonly kind: 'table' | 'broken' };

const headerBytes = 128;
const tagsMax = 200;
const tableEntriesMax = 65_536;

/** Reads an ICC profile (ICC.1:2022, versions 2 and 4) for pictures of so many colours: 1 grey, 3 RGB, 4 CMYK. */
export function readIccProfile(icc: Buffer, colors: 1 | 3 | 4): IccProfile {
  try {
    return readProfile(icc, colors);
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'broken' };
    throw error;
  }
}

function readProfile(icc: Buffer, colors: 1 | 3 | 4): IccProfile {
  const tags = readTags(icc);
  const space = icc.toString('latin1', 16, 20);
  if (icc.toString('latin1', 36, 40) !== 'acsp') return { kind: 'broken' };
  // Grey pictures are fine with a profile of RGB, whose greys they are; the reverse says nothing.
  const fits = space === 'GRAY' ? colors === 1 : space === 'RGB ' ? colors !== 4 : colors === 4;
  if (!fits) return { kind: 'broken' };
  if (colors === 4 || tags.has('A2B0') || icc.toString('latin1', 20, 24) !== 'XYZ ') {
    const onlyCurve = space === 'GRAY' && tags.has('kTRC') && !tags.has('A2B0');
    if (!onlyCurve) return { kind: 'table' };
  }
  return space === 'GRAY' ? readGrey(icc, tags) : readRgb(icc, tags);
}

type Tags = ReadonlyMap<string, number>;

function readTags(icc: Buffer): Tags {
  const tags = new Map<string, number>();
  const count = Math.min(icc.readUInt32BE(headerBytes), tagsMax);
  for (let at = headerBytes + 4; tags.size < count && at + 12 <= icc.length; at += 12) {
    tags.set(icc.toString('latin1', at, at + 4), icc.readUInt32BE(at + 4));
  }
  return tags;
}

function readGrey(icc: Buffer, tags: Tags): IccProfile {
  const curve = readCurve(icc, tags.get('kTRC'));
  if (!curve) return { kind: 'broken' };
  return { kind: 'space', space: { transfers: [curve, curve, curve], toSrgb: null, range: 'sdr' } };
}

function readRgb(icc: Buffer, tags: Tags): IccProfile {
  const [r, g, b] = ['rTRC', 'gTRC', 'bTRC'].map((tag) => readCurve(icc, tags.get(tag)));
  const [red, green, blue] = ['rXYZ', 'gXYZ', 'bXYZ'].map((tag) => readXyz(icc, tags.get(tag)));
  if (!r || !g || !b || !red || !green || !blue) return { kind: 'broken' };
  const toSrgb = srgbOfD50(transpose([red, green, blue]));
  return { kind: 'space', space: { transfers: [r, g, b], toSrgb, range: 'sdr' } };
}

function fixed(icc: Buffer, at: number): number {
  return icc.readInt32BE(at) / 65_536;
}

function readXyz(icc: Buffer, at: number | undefined): Vector3 | null {
  if (at === undefined || icc.toString('latin1', at, at + 4) !== 'XYZ ') return null;
  return [fixed(icc, at + 8), fixed(icc, at + 12), fixed(icc, at + 16)];
}

function readCurve(icc: Buffer, at: number | undefined): Transfer | null {
  if (at === undefined) return null;
  const type = icc.toString('latin1', at, at + 4);
  if (type === 'para') return readParametric(icc, at);
  if (type !== 'curv') return null;
  const count = icc.readUInt32BE(at + 8);
  if (count === 0) return linear;
  if (count === 1) return gamma(icc.readUInt16BE(at + 12) / 256);
  if (count > tableEntriesMax) return null;
  const table = Float64Array.from({ length: count }, (_, i) => icc.readUInt16BE(at + 12 + 2 * i));
  return (v) => {
    const place = v * (count - 1);
    const below = Math.floor(place);
    const low = table[below] ?? 0;
    return (low + (place - below) * ((table[below + 1] ?? low) - low)) / 65_535;
  };
}

/** ICC.1:2022, table 68: five forms of one curve. */
function readParametric(icc: Buffer, at: number): Transfer | null {
  const form = icc.readUInt16BE(at + 8);
  const counts = [1, 3, 4, 5, 7];
  const count = counts[form];
  if (count === undefined) return null;
  const [g = 1, a = 1, b = 0, p = 0, q = 0, e = 0, f = 0] = Array.from({ length: count }, (_, i) =>
    fixed(icc, at + 12 + 4 * i),
  );
  const power = (v: number) => Math.max(0, a * v + b) ** g;
  switch (form) {
    case 0:
      return gamma(g);
    case 1:
      return (v) => (v >= -b / a ? power(v) : 0);
    case 2:
      return (v) => (v >= -b / a ? power(v) + p : p);
    case 3:
      return (v) => (v >= q ? power(v) : p * v);
    default:
      return (v) => (v >= q ? power(v) + e : p * v + f);
  }
}
