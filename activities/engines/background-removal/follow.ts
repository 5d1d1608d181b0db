import { type Band, placesOf, state } from './band.ts';
import { separate, type Separated } from './separate.ts';
import { spread } from './spread.ts';

const roundsMax = 24;
/** So opaque, where colours lie so far apart, is an example of the subject. */
const exampleMin = 0.9;
const apartMin = 6;
/** What is this opaque, and stands so many widths out of the ground, is no chance: it leads on. */
const trace = { opacity: 0.12, widths: 5 };
/** Half as much is enough for what is only left out of the examples. */
const stray = { opacity: 0.2, widths: 1.8 };
const strayRounds = 3;
/** They are looked for so many radii around what is in doubt, and again after so many rounds. */
const strayRadii = 3;
const strayEvery = 8;

/**
 * Decides what is in doubt, and follows what leads out of it, hair or a thin leg, as far as its colour stands out: from each
 * such pixel on, all within `reach` is in doubt too. `radius`: how far examples are looked for. Changes the band.
 */
export function follow(band: Band, radius: number, reach: number): void {
  let places = placesOf(band, state.doubtful);
  for (let round = 0; round < roundsMax && places.length > 0; round++) {
    // What is followed comes to where nobody has looked yet.
    if (round % strayEvery === 0) leaveOutStrays(band, strayRadii * radius);
    places = decide(band, places, separate(band, places, radius), reach);
  }
}

/** What looks like the subject out in the ground would make an example of it that the ground is not. */
function leaveOutStrays(band: Band, radius: number): void {
  const { states, colour } = band;
  const inDoubt = states.map((each) => (each === state.doubtful ? 1 : 0));
  const around = spread(inDoubt, colour.width, colour.height, radius);
  for (let round = 0; round < strayRounds; round++) {
    const places = placesOf(band, state.ground, around);
    const { along, apart } = separate(band, places, radius);
    let found = 0;
    places.forEach((i, n) => {
      const [opacity, distance] = [along[n] ?? 0, apart[n] ?? 0];
      // Not a number where there are no examples.
      if (opacity >= stray.opacity && opacity * distance >= stray.widths) {
        states[i] = state.stray;
        found++;
      }
    });
    if (found === 0) return;
  }
}

/** Writes down what was found, and answers what is in doubt now. */
function decide(
  { states, alpha, colour }: Band,
  places: Int32Array,
  { opacity, apart }: Separated,
  reach: number,
): Int32Array {
  const { width, height } = colour;
  const waiting: number[] = [];
  const next: number[] = [];
  let examples = 0;
  places.forEach((i, n) => {
    const [share, distance] = [opacity[n] ?? 0, apart[n] ?? 0];
    alpha[i] = Math.round(share * 255);
    // What had no examples near enough waits for those of the next round.
    if (distance < apartMin) {
      waiting.push(i);
      return;
    }
    states[i] = share >= exampleMin ? state.subject : state.settled;
    if (share >= exampleMin) examples++;
    if (share < trace.opacity || share * distance < trace.widths) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      const end = row * width + Math.min(width - 1, x + reach);
      for (let to = row * width + Math.max(0, x - reach); to <= end; to++) {
        if (states[to] !== state.ground && states[to] !== state.stray) continue;
        states[to] = state.doubtful;
        next.push(to);
      }
    }
  });
  return examples > 0 || next.length > 0
    ? Int32Array.from([...waiting, ...next])
    : new Int32Array();
}
