import { unit } from '../pixels/guided-filter.ts';
import type { Band } from './band.ts';
import { createWindows, sum } from './windows.ts';

/** Small enough to follow an outline, large enough that its margin is the smaller part of the work. */
const tileSide = 64;
/** How far off what is known beforehand may be, in shares of opacity. */
const priorError = 0.25;
/** Variance of a colour (0–1) that is noise, not shape. */
const noise = (3 / 255) ** 2;
/** What is nearer than this to ground or subject is that: noise leaves no rim. */
const margin = 0.04;

/** What colours say of some pixels, in their order. */
export interface Separated {
  /** 0–1, what was known before taken into account. */
  readonly opacity: Float32Array;
  /** The same by colours alone: 0 at the ground's, 1 at the subject's; not a number where they say nothing. */
  readonly along: Float32Array;
  /** How far subject and ground lie apart, in widths of their colours (Mahalanobis); 0 where there are no examples. */
  readonly apart: Float32Array;
  /** The subject's own colour, without the ground that shines through: three bytes each. */
  readonly own: Uint8ClampedArray;
}

/**
 * How opaque the pixels at `places` are, by the colours of what is known around them: within a square of `radius`, the
 * direction that tells subject from ground best (Fisher 1936, "The use of multiple measurements in taxonomic problems"),
 * along which a pixel's place between the two means is its opacity. Where the two cannot be told apart the opacity so far
 * remains: both are weighed by how sure they are. Their own colours by Forte 2021, "Approximate Fast Foreground Colour
 * Estimation" (equation 7), with the means of these examples.
 */
export function separate(band: Band, places: Int32Array, radius: number): Separated {
  const { colour, alpha } = band;
  const count = places.length;
  const result: Separated = {
    opacity: new Float32Array(count),
    along: new Float32Array(count),
    apart: new Float32Array(count),
    own: new Uint8ClampedArray(count * 3),
  };
  const windows = createWindows(band, tileSide, radius);
  for (const [tile, members] of byTile(places, colour.width)) {
    windows.open(tile.x, tile.y);
    const axes: Axis[] = [];
    for (const n of members) {
      const i = places[n] ?? 0;
      const cell = windows.cellAt(i % colour.width, Math.floor(i / colour.width));
      const axis = (axes[cell] ??= axisOf(windows.at(cell)));
      place(result, n, axis, colour.data, i, (alpha[i] ?? 0) / 255);
    }
  }
  return result;
}

/** Writes down what an axis says of pixel `i`, whose opacity so far is given. */
function place(
  to: Separated,
  n: number,
  axis: Axis,
  data: Uint8Array,
  i: number,
  before: number,
): void {
  const { apart, front, back, weights } = axis;
  const r = data[i * 3] ?? 0;
  const g = data[i * 3 + 1] ?? 0;
  const b = data[i * 3 + 2] ?? 0;
  if (apart === 0) {
    to.opacity[n] = before;
    to.along[n] = Number.NaN;
    for (let c = 0; c < 3; c++) to.own[n * 3 + c] = data[i * 3 + c] ?? 0;
    return;
  }
  const along = weights[0] * r + weights[1] * g + weights[2] * b + axis.offset;
  const sureness = apart ** 2 / (apart ** 2 + 1 / priorError ** 2);
  const byColour = unit((along - margin) / (1 - 2 * margin));
  const opacity = byColour * sureness + before * (1 - sureness);
  to.opacity[n] = opacity;
  to.along[n] = along;
  to.apart[n] = apart;
  for (let c = 0; c < 3; c++) {
    const [own, behind] = [front[c] ?? 0, back[c] ?? 0];
    const rest = (data[i * 3 + c] ?? 0) - opacity * own - (1 - opacity) * behind;
    to.own[n * 3 + c] = own + opacity * rest;
  }
}

/** The members of each tile that has any, as places among `places`. */
function byTile(
  places: Int32Array,
  width: number,
): Iterable<readonly [{ x: number; y: number }, Int32Array]> {
  const across = Math.ceil(width / tileSide);
  const tileOf = (i: number) =>
    Math.floor(Math.floor(i / width) / tileSide) * across + Math.floor((i % width) / tileSide);
  const ends = new Map<number, number>();
  for (const i of places) ends.set(tileOf(i), (ends.get(tileOf(i)) ?? 0) + 1);
  const tiles: [{ x: number; y: number }, Int32Array][] = [];
  const sorted = new Int32Array(places.length);
  let start = 0;
  for (const [key, count] of ends) {
    tiles.push([
      { x: (key % across) * tileSide, y: Math.floor(key / across) * tileSide },
      sorted.subarray(start, start + count),
    ]);
    ends.set(key, start);
    start += count;
  }
  places.forEach((i, n) => {
    const at = ends.get(tileOf(i)) ?? 0;
    sorted[at] = n;
    ends.set(tileOf(i), at + 1);
  });
  return tiles;
}

type Three = readonly [number, number, number];

/** What tells subject from ground around a place; colours in 0–255. */
interface Axis {
  /** 0 where nothing does. */
  readonly apart: number;
  /** `weights · colour + offset` is 0 at the ground's mean and 1 at the subject's. */
  readonly weights: Three;
  readonly offset: number;
  readonly front: Three;
  readonly back: Three;
}

const zeros: Three = [0, 0, 0];
const none: Axis = { apart: 0, weights: zeros, offset: 0, front: zeros, back: zeros };

/** From the sums of a window (colours 0–1) to what tells its two classes apart. */
function axisOf(sums: Float64Array): Axis {
  const subjects = sums[sum.subjects] ?? 0;
  const grounds = sums[sum.grounds] ?? 0;
  if (subjects < 0.5 || grounds < 0.5) return none;
  const all = subjects + grounds;
  const meanOf = (first: number, count: number): Three => [
    (sums[first] ?? 0) / count,
    (sums[first + 1] ?? 0) / count,
    (sums[first + 2] ?? 0) / count,
  ];
  const front = meanOf(sum.subjectColour, subjects);
  const back = meanOf(sum.groundColour, grounds);
  const [f, b] = [subjects / all, grounds / all];
  // Within the two classes, pooled: the second moments of all, less those of the two means.
  const within = (n: number, one: 0 | 1 | 2, two: 0 | 1 | 2) =>
    (sums[sum.products + n] ?? 0) / all - f * front[one] * front[two] - b * back[one] * back[two];
  const rr = within(0, 0, 0) + noise;
  const rg = within(1, 0, 1);
  const rb = within(2, 0, 2);
  const gg = within(3, 1, 1) + noise;
  const gb = within(4, 1, 2);
  const bb = within(5, 2, 2) + noise;
  const [dr, dg, db] = [front[0] - back[0], front[1] - back[1], front[2] - back[2]];
  // The inverse of the symmetric matrix, by its cofactors, times the difference of the means.
  const c00 = gg * bb - gb * gb;
  const c01 = rb * gb - rg * bb;
  const c02 = rg * gb - rb * gg;
  const c11 = rr * bb - rb * rb;
  const c12 = rg * rb - rr * gb;
  const c22 = rr * gg - rg * rg;
  const determinant = rr * c00 + rg * c01 + rb * c02;
  const direction: Three = [
    c00 * dr + c01 * dg + c02 * db,
    c01 * dr + c11 * dg + c12 * db,
    c02 * dr + c12 * dg + c22 * db,
  ];
  const distance = direction[0] * dr + direction[1] * dg + direction[2] * db;
  if (determinant <= 0 || distance <= 0) return none;
  const scaled = (three: Three, by: number): Three => [three[0] * by, three[1] * by, three[2] * by];
  const weights = scaled(direction, 1 / distance);
  return {
    apart: Math.sqrt(distance / determinant),
    weights: scaled(weights, 1 / 255),
    offset: -(weights[0] * back[0] + weights[1] * back[1] + weights[2] * back[2]),
    front: scaled(front, 255),
    back: scaled(back, 255),
  };
}
