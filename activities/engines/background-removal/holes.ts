import { findComponents } from '../subject/components.ts';
import { type Band, state } from './band.ts';
import { spread } from './spread.ts';

/** A ground whose colours vary more than this (0–255, standard deviation) is not plain. */
const plainMax = 8;
/** What differs by this many deviations from a plain ground, or by so much at least, is no ground. */
const widths = 3;
const differenceMin = 6;
/** Smaller spots (share of the picture) are glints, not holes. */
const shareMin = 0.001;
/** How far around a hole its edge may lie, in pixels; beyond, what closes it in stands out by so much. */
const edge = 2;
const contrastMin = 24;
/** A glint fades; this share of what closes a hole in stands out at once. */
const closedMin = 0.8;

/**
 * Finds holes in the subject of a picture on plain ground: what the network took for a part of it, is closed in by it, and
 * shows the very colour of the ground. No colour tells a hole from a spot that is painted like the ground: so this is for
 * wares in front of a backdrop alone. Changes the band.
 */
export function openHoles(band: Band): void {
  const { states, alpha, colour } = band;
  const tones = groundTones(band);
  if (!tones) return;
  const looksLikeGround = (i: number) =>
    tones.every(({ mean, difference }, c) => {
      return Math.abs((colour.data[i * 3 + c] ?? 0) - mean) <= difference;
    });
  const { width, height } = colour;
  const other = states.map((each, i) => (each === state.subject && looksLikeGround(i) ? 0 : 1));
  // Without what is only a pixel wide: noise has thousands of them.
  const solid = spread(other, width, height, 1);
  const { labels, areas } = findComponents(
    Float32Array.from(solid, (each) => 1 - each),
    width,
    0.5,
  );
  const stands = (i: number) =>
    tones.some(({ mean }, c) => Math.abs((colour.data[i * 3 + c] ?? 0) - mean) >= contrastMin);
  areas.forEach((area, n) => {
    if (area < shareMin * states.length) return;
    const hole = Uint8Array.from(labels, (label) => (label === n + 1 ? 1 : 0));
    const near = spread(hole, width, height, edge + 1);
    const beyond = spread(near, width, height, 1);
    let [closed, all] = [0, 0];
    for (let i = 0; i < states.length; i++) {
      if (beyond[i] !== 1 || near[i] === 1) continue;
      all++;
      if (stands(i)) closed++;
    }
    if (closed < closedMin * all) return;
    for (let i = 0; i < states.length; i++) {
      if (near[i] !== 1 || states[i] !== state.subject) continue;
      states[i] = hole[i] === 1 ? state.ground : state.doubtful;
      alpha[i] = 0;
    }
  });
}

interface Tone {
  readonly mean: number;
  readonly difference: number;
}

/** The ground's colour, channel by channel; null when it is not plain. */
function groundTones({ states, colour }: Band): Tone[] | null {
  const sums = new Float64Array(3);
  const squares = new Float64Array(3);
  let count = 0;
  for (let i = 0; i < states.length; i++) {
    if (states[i] !== state.ground) continue;
    count++;
    for (let c = 0; c < 3; c++) {
      const value = colour.data[i * 3 + c] ?? 0;
      sums[c] = (sums[c] ?? 0) + value;
      squares[c] = (squares[c] ?? 0) + value * value;
    }
  }
  const tones = [...sums].map((sum, c) => {
    const mean = sum / count;
    const deviation = Math.sqrt(Math.max(0, (squares[c] ?? 0) / count - mean * mean));
    return { mean, deviation, difference: Math.max(differenceMin, widths * deviation) };
  });
  return count > 0 && tones.every(({ deviation }) => deviation <= plainMax) ? tones : null;
}
