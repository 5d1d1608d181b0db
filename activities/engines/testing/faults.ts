import type { Pixels } from '../engine.ts';
import type { Composite } from './composites.ts';

/** How far a cut-out is from the truth. */
export interface Faults {
  /** Mean difference in opacity, 0–255, over all pixels. */
  readonly opacity: number;
  /** The same, summed and told in pixels of edge: 1 is as if each half-transparent pixel were wholly wrong. */
  readonly perEdgePixel: number;
  /** Mean difference of the slopes of the opacity, 0–255. */
  readonly gradient: number;
  /** Mean difference in colour at the edges, 0–255, laid on black, white and green. */
  readonly shown: number;
}

/** Compares a cut-out (four channels) with what it was made from. */
export function faultsOf(result: Pixels, { opacity, own }: Composite): Faults {
  const { width } = opacity;
  let [sum, edge, gradient, shown, seen] = [0, 0, 0, 0, 0];
  const cut = (i: number) => result.data[i * 4 + 3] ?? 0;
  const truth = (i: number) => opacity.data[i] ?? 0;
  for (let i = 0; i < opacity.data.length; i++) {
    const difference = Math.abs(cut(i) - truth(i));
    sum += difference;
    const isEdge = truth(i) > 0 && truth(i) < 255;
    if (isEdge) edge++;
    if (i % width > 0) gradient += Math.abs(cut(i) - cut(i - 1) - truth(i) + truth(i - 1));
    if (!isEdge && difference < 8) continue;
    seen++;
    shown += shownDifference(result, i, own, truth(i));
  }
  const count = opacity.data.length;
  return {
    opacity: sum / count,
    perEdgePixel: sum / 255 / edge,
    gradient: gradient / count,
    shown: shown / seen,
  };
}

const laidOn = [
  [0, 0, 0],
  [255, 255, 255],
  [0, 255, 0],
];

function shownDifference(result: Pixels, i: number, own: Pixels, truth: number): number {
  let sum = 0;
  for (const ground of laidOn) {
    for (let c = 0; c < 3; c++) {
      const lay = (colour: number, share: number) =>
        colour * share + (ground[c] ?? 0) * (1 - share);
      const is = lay(result.data[i * 4 + c] ?? 0, (result.data[i * 4 + 3] ?? 0) / 255);
      sum += Math.abs(is - lay(own.data[i * 3 + c] ?? 0, truth / 255));
    }
  }
  return sum / 9;
}
