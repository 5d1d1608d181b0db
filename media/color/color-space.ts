import { apply, diagonal, inverse, multiply, type Matrix3, type Vector3 } from './matrix.ts';
import { srgb, transferOfCode, type Transfer } from './transfer.ts';

/** What a picture's numbers mean, as far as three curves and a matrix can say it. */
export interface ColorSpace {
  /** Of red, green and blue. */
  readonly transfers: readonly [Transfer, Transfer, Transfer];
  /** From linear light to linear sRGB; null when the primaries are those of sRGB, and for greys. */
  readonly toSrgb: Matrix3 | null;
  readonly range: 'sdr' | 'pq' | 'hlg';
}

/** x and y of red, green, blue and white (CIE 1931). */
export interface Chromaticities {
  readonly red: Point;
  readonly green: Point;
  readonly blue: Point;
  readonly white: Point;
}

type Point = readonly [x: number, y: number];

const d65: Point = [0.3127, 0.329];
const c: Point = [0.31, 0.316];
const dci: Point = [0.314, 0.351];
/** The white of ICC's connection space (ICC.1:2022, 7.2.16). */
const d50: Vector3 = [0.9642, 1, 0.8249];

const p3 = { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06] } as const;
const bt709 = { red: [0.64, 0.33], green: [0.3, 0.6], blue: [0.15, 0.06], white: d65 } as const;
const st170 = {
  red: [0.63, 0.34],
  green: [0.31, 0.595],
  blue: [0.155, 0.07],
  white: d65,
} as const;

/** ITU-T H.273, table 2. */
const primariesOfCode: Readonly<Record<number, Chromaticities>> = {
  1: bt709,
  4: { red: [0.67, 0.33], green: [0.21, 0.71], blue: [0.14, 0.08], white: c },
  5: { red: [0.64, 0.33], green: [0.29, 0.6], blue: [0.15, 0.06], white: d65 },
  6: st170,
  7: st170,
  8: { red: [0.681, 0.319], green: [0.243, 0.692], blue: [0.145, 0.049], white: c },
  9: { red: [0.708, 0.292], green: [0.17, 0.797], blue: [0.131, 0.046], white: d65 },
  11: { ...p3, white: dci },
  12: { ...p3, white: d65 },
  22: { red: [0.63, 0.34], green: [0.295, 0.605], blue: [0.155, 0.077], white: d65 },
};

/** Bruce Lindbloom's constants of the Bradford method, which ICC.1:2022, annex E, recommends. */
const bradford: Matrix3 = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** The space that two codes of ITU-T H.273 name; null when one of them is unknown or unspecified. */
export function spaceOfCodes(primaries: number, transfer: number): ColorSpace | null {
  const chromaticities = primariesOfCode[primaries];
  const coded = transferOfCode(transfer);
  if (!chromaticities || !coded) return null;
  return spaceOf(chromaticities, coded.transfer, coded.range);
}

/** Null when three of the four points lie on a line. */
export function spaceOf(
  chromaticities: Chromaticities,
  transfer: Transfer,
  range: ColorSpace['range'] = 'sdr',
): ColorSpace | null {
  const toD50 = matrixToD50(chromaticities);
  const toSrgb = toD50 && srgbOfD50(toD50);
  return toSrgb && { transfers: [transfer, transfer, transfer], toSrgb, range };
}

/** Numbers that are sRGB already. */
export const srgbSpace: ColorSpace = { transfers: [srgb, srgb, srgb], toSrgb: null, range: 'sdr' };

/** The matrix to linear sRGB for one whose columns are the primaries in the connection space. */
export function srgbOfD50(toD50: Matrix3): Matrix3 {
  return multiply(d50ToSrgb, toD50);
}

/** SMPTE RP 177: the primaries weighted so that together they are white, then adapted to D50. */
function matrixToD50({ red, green, blue, white }: Chromaticities): Matrix3 | null {
  const columns = [red, green, blue].map(xyzOf) as [Vector3, Vector3, Vector3];
  const primaries: Matrix3 = [
    [columns[0][0], columns[1][0], columns[2][0]],
    [columns[0][1], columns[1][1], columns[2][1]],
    [columns[0][2], columns[1][2], columns[2][2]],
  ];
  const inverted = inverse(primaries);
  const fromWhite = adaptation(xyzOf(white));
  if (!inverted || !fromWhite) return null;
  const weights = apply(inverted, xyzOf(white));
  return multiply(fromWhite, multiply(primaries, diagonal(weights)));
}

function xyzOf([x, y]: Point): Vector3 {
  return [x / y, 1, (1 - x - y) / y];
}

function adaptation(white: Vector3): Matrix3 | null {
  const [from, to] = [apply(bradford, white), apply(bradford, d50)];
  const back = inverse(bradford);
  const scale = diagonal([to[0] / from[0], to[1] / from[1], to[2] / from[2]]);
  return back && multiply(back, multiply(scale, bradford));
}

const d50ToSrgb = must(inverse(must(matrixToD50(bt709))));

function must(matrix: Matrix3 | null): Matrix3 {
  if (!matrix) throw new Error('A matrix that has no inverse');
  return matrix;
}

/** From the light of ITU-R BT.2020's primaries. */
export const bt2020ToSrgb: Matrix3 = must(spaceOfCodes(9, 8)?.toSrgb ?? null);
