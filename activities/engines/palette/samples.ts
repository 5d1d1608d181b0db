import type { Pixels } from '../engine.ts';
import { labOf, type Lab, type Rgb } from './color-space.ts';
import { surroundings } from './surroundings.ts';

/** Pixels of about one colour. */
export interface Swatch {
  /** One of those pixels, that nearest to their mean. */
  readonly rgb: Rgb;
  readonly lab: Lab;
  /** How many they are, each counted by its opacity (0–1). */
  readonly count: number;
  /** How many of them are beside an edge. */
  readonly besideEdges: number;
}

/** Enough that a thousandth of a picture is 200 of them. */
const samplesMax = 200_000;
/** What is less opaque is not seen. */
const alphaMin = 16;
/** Colours are counted in 32 steps a channel. */
const binCount = 1 << 15;
/** Rather edges than nothing: icons of a few pixels may have little else. */
const keptShareMin = 0.1;

/**
 * The visible colours of a picture, by pixels taken from it as they are: one from each cell of a grid, at a place in the
 * cell that changes from cell to cell, so that no pattern can hide between them. Averages and the ringing of a scaled copy
 * would be colours that the picture does not have. Left out is what lies between two neighbours: the blend on an edge.
 */
export function sampleColors(picture: Pixels): Swatch[] {
  const bins = countColors(picture);
  const total = sum(bins.kept) + sum(bins.blended);
  const onlyFlat = sum(bins.kept) >= total * keptShareMin;
  const swatches: Swatch[] = [];
  for (let bin = 0; bin < binCount; bin += 1) {
    const [kept, blended] = [bins.kept[bin] ?? 0, bins.blended[bin] ?? 0];
    // A colour that is mostly met on edges is a blend where the edge is slanted, too.
    const count = !onlyFlat ? kept + blended : kept > blended ? kept : 0;
    if (count === 0) continue;
    const nearest = bins.nearest[bin] ?? 0;
    const rgb = [nearest >> 16, (nearest >> 8) & 255, nearest & 255] as const;
    swatches.push({ rgb, lab: labOf(rgb), count, besideEdges: bins.besideEdges[bin] ?? 0 });
  }
  return swatches;
}

interface Bins {
  /** Summed opacity: of what is no blend, of what is, and of that which is no blend but beside an edge. */
  readonly kept: Float64Array;
  readonly blended: Float64Array;
  readonly besideEdges: Float64Array;
  /** Of each bin that is not empty: the pixel nearest to the bin's mean, as 0xrrggbb. */
  readonly nearest: Int32Array;
}

function countColors(picture: Pixels): Bins {
  const { data, channels } = picture;
  const [kept, blended] = [new Float64Array(binCount), new Float64Array(binCount)];
  const besideEdges = new Float64Array(binCount);
  const samples: number[] = [];
  const [second, third] = channels === 1 ? [0, 0] : [1, 2];
  forEachCell(picture, (x, y) => {
    const at = (y * picture.width + x) * channels;
    const alpha = channels === 4 ? (data[at + 3] ?? 0) : 255;
    if (alpha < alphaMin) return;
    const sample =
      ((data[at] ?? 0) << 16) | ((data[at + second] ?? 0) << 8) | (data[at + third] ?? 0);
    const bin = binOf(sample);
    const around = surroundings(picture, x, y);
    const counts = around === 'blend' ? blended : kept;
    counts[bin] = (counts[bin] ?? 0) + alpha / 255;
    if (around === 'edge') besideEdges[bin] = (besideEdges[bin] ?? 0) + alpha / 255;
    samples.push(sample);
  });
  return { kept, blended, besideEdges, nearest: nearestToMeans(samples) };
}

function binOf(sample: number): number {
  return ((sample >> 9) & 0x7c00) | ((sample >> 6) & 0x3e0) | ((sample >> 3) & 0x1f);
}

function nearestToMeans(samples: readonly number[]): Int32Array {
  const sums = new Float64Array(binCount * 4);
  for (const sample of samples) {
    const at = binOf(sample) * 4;
    sums[at] = (sums[at] ?? 0) + (sample >> 16);
    sums[at + 1] = (sums[at + 1] ?? 0) + ((sample >> 8) & 255);
    sums[at + 2] = (sums[at + 2] ?? 0) + (sample & 255);
    sums[at + 3] = (sums[at + 3] ?? 0) + 1;
  }
  const nearest = new Int32Array(binCount);
  const distances = new Float64Array(binCount).fill(Infinity);
  for (const sample of samples) {
    const bin = binOf(sample);
    const count = sums[bin * 4 + 3] ?? 1;
    const r = (sample >> 16) - (sums[bin * 4] ?? 0) / count;
    const g = ((sample >> 8) & 255) - (sums[bin * 4 + 1] ?? 0) / count;
    const b = (sample & 255) - (sums[bin * 4 + 2] ?? 0) / count;
    const distance = r * r + g * g + b * b;
    if (distance < (distances[bin] ?? 0)) {
      distances[bin] = distance;
      nearest[bin] = sample;
    }
  }
  return nearest;
}

/** Every pixel of a small picture; of a larger one so many cells, both ways as many as the picture's shape allows. */
function forEachCell({ width, height }: Pixels, visit: (x: number, y: number) => void): void {
  const side = Math.max(1, Math.sqrt((width * height) / samplesMax));
  const rows = Math.max(1, Math.round(height / side));
  const columns = Math.max(1, Math.min(width, Math.round(samplesMax / rows)));
  let state = 1;
  const chance = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = Math.floor(((column + chance()) * width) / columns);
      const y = Math.floor(((row + chance()) * height) / rows);
      visit(x, y);
    }
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
