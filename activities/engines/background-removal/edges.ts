import type { Pixels } from '../engine.ts';
import { opaque, shrink } from '../pixels/pixels.ts';
import { subjectMapSide } from '../subject/subject.ts';
import { type Band, bandOf, placesOf, state } from './band.ts';
import { follow } from './follow.ts';
import { openHoles } from './holes.ts';
import { separate } from './separate.ts';

/** The first look at edges is at this size at most; the second at the picture's own. */
const firstSide = 1280;
/** How unsure the network's map is of its edges: in its own pixels, and in opacity, 0–255. */
const mapDoubt = { reach: 2, low: 20, high: 235 };
/** The same of the first look. */
const firstDoubt = { reach: 2, low: 10, high: 245 };

/** What is found of so many pixels takes 40 MB: of a large picture that is doubtful everywhere it would be gigabytes. */
const placesAtOnce = 2_000_000;

export interface CutOut {
  /** The subject's colours, three channels. */
  readonly colour: Pixels;
  /** Its opacity. */
  readonly mask: Pixels;
}

/**
 * The network's map (`subjectMapSide` squared, 0–1) at the picture's size, its edges where the picture's colours have them,
 * and at them the subject's own colours. Only a band along the edges is looked at.
 */
export async function cutEdges(
  map: Float32Array,
  source: Pixels,
  { withHoles }: { withHoles: boolean },
): Promise<CutOut> {
  const colour = opaque(source);
  const small = await shrink(colour, firstSide);
  const first = await bandOf(small, greyOf(map), mapDoubt);
  if (withHoles) openHoles(first);
  const scale = Math.max(small.width, small.height) / subjectMapSide;
  follow(first, Math.ceil(scale * 7), Math.ceil(scale * 2));
  const { width, height } = small;
  const opacities: Pixels = { data: first.alpha, width, height, channels: 1 };
  const second = await bandOf(colour, opacities, firstDoubt);
  const factor = Math.max(1, colour.width / width);
  return withOwnColours(second, Math.ceil(factor * 6), first);
}

function greyOf(map: Float32Array): Pixels {
  const data = new Uint8Array(map.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.round((map[i] ?? 0) * 255);
  return { data, width: subjectMapSide, height: subjectMapSide, channels: 1 };
}

function withOwnColours(band: Band, radius: number, first: Band): CutOut {
  const places = placesOf(band, state.doubtful);
  for (let at = 0; at < places.length; at += placesAtOnce) {
    decide(band, places.subarray(at, at + placesAtOnce), radius, first);
  }
  const { width, height } = band.colour;
  return {
    colour: { data: band.own, width, height, channels: 3 },
    mask: { data: band.alpha, width, height, channels: 1 },
  };
}

function decide(band: Band, places: Int32Array, radius: number, first: Band): void {
  const { opacity, own, apart } = separate(band, places, radius);
  const { width, height } = band.colour;
  const [across, down] = [first.colour.width / width, first.colour.height / height];
  places.forEach((i, n) => {
    band.alpha[i] = Math.round((opacity[n] ?? 0) * 255);
    // Far from any example of this size, a hair has the colour that the first look found.
    const [x, y] = [Math.floor((i % width) * across), Math.floor(Math.floor(i / width) * down)];
    const isOwn = (apart[n] ?? 0) > 0;
    const from = isOwn ? own : first.own;
    const at = isOwn ? n : y * first.colour.width + x;
    for (let c = 0; c < 3; c++) band.own[i * 3 + c] = from[at * 3 + c] ?? 0;
  });
}
