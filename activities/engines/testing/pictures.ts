import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { EngineContext, Pixels } from '../engine.ts';
import { pipeline, toPixels } from '../pixels/pixels.ts';

/** One of the photographs that we may show (media/fixtures/photos/LICENSES.md). */
export function photo(name: string): Promise<Pixels> {
  const file = fileURLToPath(new URL(`../../../media/fixtures/photos/${name}`, import.meta.url));
  return toPixels(sharp(file).removeAlpha(), 3);
}

/** A picture from a function of its pixel. */
export function painted(
  width: number,
  height: number,
  colorAt: (x: number, y: number) => readonly number[],
): Pixels {
  const channels = colorAt(0, 0).length as 1 | 3 | 4;
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    data.set(colorAt(i % width, Math.floor(i / width)), i * channels);
  }
  return { data, width, height, channels };
}

/** Colour noise that is the same each time. */
export function noise(width: number, height: number): Pixels {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  return painted(width, height, () => [next(), next(), next()]);
}

/** A plain ground to put pictures on. */
export function plain(width: number, height: number): Pixels {
  return painted(width, height, () => [143, 176, 192]);
}

/** The picture, whole, on a larger one. */
export async function onGround(picture: Pixels, left: number, top: number, ground: Pixels) {
  const input = await pipeline(picture).png().toBuffer();
  const pasted = await pipeline(ground).composite([{ input, left, top }]).png().toBuffer();
  return toPixels(sharp(pasted).removeAlpha(), 3);
}

/** Peak signal to noise ratio in dB: how near two pictures of one size are. */
export function psnr(a: Pixels, b: Pixels): number {
  const squares = a.data.reduce((sum, value, i) => sum + (value - (b.data[i] ?? 0)) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / (squares / a.data.length));
}

/** The share of pixels at which two pictures of one size differ. */
export function changed(a: Pixels, b: Pixels): number {
  return a.data.filter((value, i) => value !== b.data[i]).length / a.data.length;
}

export const silent: EngineContext = {
  progress: () => {
    return;
  },
};
