import type { Pixels } from '../engine.ts';

/**
 * - `flat`: like its neighbours;
 * - `edge`: beside something else;
 * - `blend`: on the way from one neighbour to the opposite one.
 */
export type Surroundings = 'flat' | 'edge' | 'blend';

/** Neighbours that differ by less, in one channel, have no edge between them; a blend differs from both by more. */
const [edgeMin, stepMin] = [24, 4];

/** What a pixel is to its neighbours: left and right, above and below, and across. At the border: `flat`, where that is all. */
export function surroundings(picture: Pixels, x: number, y: number): Surroundings {
  const { width, height, channels } = picture;
  const at = (y * width + x) * channels;
  const [insideX, insideY] = [x > 0 && x < width - 1, y > 0 && y < height - 1];
  const [right, down] = [channels, width * channels];
  let found: Surroundings = 'flat';
  for (let axis = 0; axis < 4; axis += 1) {
    if ((axis !== 1 && !insideX) || (axis !== 0 && !insideY)) continue;
    const step = axis === 0 ? right : axis === 1 ? down : axis === 2 ? down + right : down - right;
    const between = acrossOne(picture, at, step);
    if (between === 'blend') return 'blend';
    if (between === 'edge') found = 'edge';
  }
  return found;
}

function acrossOne({ data, channels }: Pixels, at: number, step: number): Surroundings {
  const colors = channels === 1 ? 1 : 3;
  let [toBefore, toAfter, widest, along, length] = [0, 0, 0, 0, 0];
  for (let c = 0; c < colors; c += 1) {
    const value = data[at + c] ?? 0;
    const before = value - (data[at + c - step] ?? 0);
    const after = (data[at + c + step] ?? 0) - value;
    toBefore = Math.max(toBefore, Math.abs(before));
    toAfter = Math.max(toAfter, Math.abs(after));
    widest = Math.max(widest, Math.abs(before + after));
    along += before * (before + after);
    length += (before + after) ** 2;
  }
  const edge = Math.max(toBefore, toAfter) < edgeMin ? 'flat' : 'edge';
  if (widest < edgeMin || toBefore < stepMin || toAfter < stepMin) return edge;
  const share = along / length;
  if (share <= 0 || share >= 1) return edge;
  // How far it is off the straight way, in the channel where it is farthest.
  for (let c = 0; c < colors; c += 1) {
    const [value, low] = [data[at + c] ?? 0, data[at + c - step] ?? 0];
    const off = value - low - share * ((data[at + c + step] ?? 0) - low);
    if (Math.abs(off) > stepMin + 0.15 * widest) return edge;
  }
  return 'blend';
}
