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
  const waiting = new Set<number>();
  for (let round = 0; round < roundsMax && places.length > 0; round++) {
    // What is followed comes to where nobody has looked yet.
    if (round % strayEvery === 0) leaveOutStrays(band, strayRadii * radius);
    const { undecided, examples, next } = decide(
      band,
      places,
      separate(band, places, radius),
      reach,
    );
    for (const i of undecided) waiting.add(i);
    const again = nearOf(waiting, examples, band.colour.width, radius);
    for (const i of again) waiting.delete(i);
    places = Int32Array.from([...next, ...again]);
  }
}

/** Those that have one of the examples within about `radius`. */
function nearOf(
  all: ReadonlySet<number>,
  examples: readonly number[],
  width: number,
  radius: number,
): number[] {
  const across = Math.ceil(width / radius) + 2;
  const cellOf = (i: number) =>
    (Math.floor(Math.floor(i / width) / radius) + 1) * across +
    Math.floor((i % width) / radius) +
    1;
  const seen = new Set<number>();
  for (const cell of new Set(examples.map(cellOf))) {
    for (const row of [-across, 0, across]) {
      for (const column of [-1, 0, 1]) seen.add(cell + row + column);
    }
  }
  return seen.size === 0 ? [] : [...all].filter((i) => seen.has(cellOf(i)));
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

interface Decided {
  /** What had no examples near enough. */
  readonly undecided: readonly number[];
  readonly examples: readonly number[];
  /** What is in doubt now. */
  readonly next: readonly number[];
}

/** Writes down what was found, and puts in doubt what it leads to. */
function decide(
  band: Band,
  places: Int32Array,
  { opacity, apart, own }: Separated,
  reach: number,
): Decided {
  const { states, alpha } = band;
  const decided = { undecided: [] as number[], examples: [] as number[], next: [] as number[] };
  places.forEach((i, n) => {
    const [share, distance] = [opacity[n] ?? 0, apart[n] ?? 0];
    alpha[i] = Math.round(share * 255);
    band.own.set(own.subarray(n * 3, n * 3 + 3), i * 3);
    if (distance < apartMin) {
      decided.undecided.push(i);
      return;
    }
    const isExample = share >= exampleMin;
    states[i] = isExample ? state.subject : state.settled;
    if (isExample) decided.examples.push(i);
    if (share >= trace.opacity && share * distance >= trace.widths) {
      doubtAround(band, i, reach, decided.next);
    }
  });
  return decided;
}

/** Puts the ground within `reach` of a place in doubt, and notes what that is. */
function doubtAround({ states, colour }: Band, i: number, reach: number, to: number[]): void {
  const { width, height } = colour;
  const [x, y] = [i % width, Math.floor(i / width)];
  for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
    const end = row * width + Math.min(width - 1, x + reach);
    for (let at = row * width + Math.max(0, x - reach); at <= end; at++) {
      if (states[at] !== state.ground && states[at] !== state.stray) continue;
      states[at] = state.doubtful;
      to.push(at);
    }
  }
}
