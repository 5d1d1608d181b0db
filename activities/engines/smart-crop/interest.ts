import smartcrop from 'smartcrop';
import type { Pixels } from '../engine.ts';
import type { Size } from './framing.ts';
import { opaque, resize, type Box } from '../pixels/pixels.ts';

/** smartcrop's own working size: the shorter side of what it looks at. */
const shorterSide = 256;
/** Its work grows with the square of the longer side; pictures up to 32 : 1 do not reach this. */
const longerSideMax = 8192;

/** A part of the picture that counts for more, `weight` 0–1. */
export interface Boost extends Box {
  readonly weight: number;
}

/** What the published types leave out: the option that replaces its canvas. */
interface CanvasFree {
  crop(
    image: Pixels,
    options: Size & {
      boost: Boost[];
      prescale: false;
      imageOperations: {
        open(image: Pixels): Promise<Pixels>;
        getData(image: Pixels): Promise<Size & { data: Uint8ClampedArray }>;
      };
    },
  ): Promise<{ topCrop: Box }>;
}

/** Where a frame of this size holds the most detail, skin, colour and boosted parts. */
export async function mostInteresting(
  source: Pixels,
  frame: Size,
  boosts: readonly Boost[],
): Promise<Box> {
  const scale = copyScale(source);
  const size = (length: number) => Math.max(1, Math.round(length * scale));
  const copy = await resize(opaque(source), size(source.width), size(source.height));
  const scaled = boosts.map((boost) => scaledBy(boost, scale));
  const { topCrop } = await (smartcrop as unknown as CanvasFree).crop(copy, {
    width: frame.width,
    height: frame.height,
    boost: scaled,
    prescale: false,
    imageOperations: {
      open: (image) => Promise.resolve(image),
      getData: ({ data, width, height }) =>
        Promise.resolve({ data: withOpaqueAlpha(data), width, height }),
    },
  });
  const within = (start: number, max: number) =>
    Math.min(max, Math.max(0, Math.round(start / scale)));
  return {
    x: within(topCrop.x, source.width - frame.width),
    y: within(topCrop.y, source.height - frame.height),
    ...frame,
  };
}

/** How much smaller than the picture the copy is that gets looked at, 0–1. */
export function copyScale({ width, height }: Size): number {
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  return Math.min(1, shorterSide / shorter, longerSideMax / longer);
}

function scaledBy({ x, y, width, height, weight }: Boost, scale: number): Boost {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale, weight };
}

function withOpaqueAlpha(rgb: Uint8Array): Uint8ClampedArray {
  const data = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    data.set(rgb.subarray(from, from + 3), to);
    data[to + 3] = 255;
  }
  return data;
}
