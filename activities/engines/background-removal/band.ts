import type { Pixels } from '../engine.ts';
import { resize, toPixels, pipeline } from '../pixels/pixels.ts';
import { spread } from './spread.ts';

/** What is known of a pixel before its colour is looked at, or after it was. */
export const state = {
  ground: 0,
  doubtful: 1,
  subject: 2,
  /** Was doubtful, and is decided: an example of neither. */
  settled: 3,
  /** Lies in the ground and looks like the subject: no example of either. */
  stray: 4,
} as const;

/** A picture on its way to be cut out: three channels, and what is known of each pixel so far. */
export interface Band {
  readonly colour: Pixels;
  readonly states: Uint8Array;
  /** Opacities, 0–255. */
  readonly alpha: Uint8Array;
  /** The subject's own colours, three bytes each; the picture's where nothing else is known. */
  readonly own: Uint8Array;
}

/**
 * What a grey picture of opacities leaves in doubt at the size of `colour`: whatever is below `high` and above `low`, and what
 * lies within `reach` of its own pixels from there or from an edge without any softness.
 */
export async function bandOf(
  colour: Pixels,
  opacities: Pixels,
  { low, high, reach }: { low: number; high: number; reach: number },
): Promise<Band> {
  const { width, height } = opacities;
  const highest = spread(opacities.data, width, height, reach);
  const inverse = opacities.data.map((value) => 255 - value);
  const states = spread(inverse, width, height, reach);
  for (let i = 0; i < states.length; i++) {
    const isSubject = 255 - (states[i] ?? 0) >= high;
    const isGround = (highest[i] ?? 0) <= low;
    states[i] = isGround ? state.ground : isSubject ? state.subject : state.doubtful;
  }
  const known = await stretch({ ...opacities, data: states }, colour);
  const { data: alpha } = await resize(opacities, colour.width, colour.height, 'cubic');
  for (let i = 0; i < alpha.length; i++) {
    if (known[i] === state.ground) alpha[i] = 0;
    if (known[i] === state.subject) alpha[i] = 255;
  }
  return { colour, states: known, alpha, own: Uint8Array.from(colour.data) };
}

async function stretch(states: Pixels, { width, height }: Pixels): Promise<Uint8Array> {
  if (states.width === width && states.height === height) return states.data;
  const enlarged = pipeline(states).resize(width, height, { fit: 'fill', kernel: 'nearest' });
  return (await toPixels(enlarged, 1)).data;
}

/** The places of all pixels in a state; of those alone that are marked, where marks are given. */
export function placesOf({ states }: Band, wanted: number, marks = states): Int32Array {
  const isPlace = (i: number) => states[i] === wanted && (marks === states || marks[i] !== 0);
  let count = 0;
  for (let i = 0; i < states.length; i++) if (isPlace(i)) count++;
  const places = new Int32Array(count);
  for (let i = 0, n = 0; n < count; i++) if (isPlace(i)) places[n++] = i;
  return places;
}
