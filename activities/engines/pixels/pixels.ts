import sharp, { type Sharp } from 'sharp';
import type { Pixels } from '../engine.ts';

/** A rectangle in whole pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A sharp pipeline that starts from pixels. */
export function pipeline({ data, width, height, channels }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

/** Ends a pipeline in pixels. The channel count is asked for, because sharp may change it on its way. */
export async function toPixels(image: Sharp, channels: 1 | 3 | 4): Promise<Pixels> {
  const { data, info } = await image
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) {
    throw new Error(`Expected ${channels} channels, the pipeline gave ${info.channels}`);
  }
  return {
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    width: info.width,
    height: info.height,
    channels,
  };
}

/** The same bytes, no longer clamped: pixels are written clamped, so that they round and never wrap. */
export function bytes(clamped: Uint8ClampedArray): Uint8Array {
  return new Uint8Array(clamped.buffer, clamped.byteOffset, clamped.length);
}

/** Stretches to exactly `width` × `height`. */
export function resize(
  source: Pixels,
  width: number,
  height: number,
  kernel: 'cubic' | 'lanczos3' = 'lanczos3',
): Promise<Pixels> {
  return toPixels(pipeline(source).resize(width, height, { fit: 'fill', kernel }), source.channels);
}

/** A copy that fits a square of `side` pixels; the picture itself when it already does. */
export async function shrink(source: Pixels, side: number): Promise<Pixels> {
  const scale = side / Math.max(source.width, source.height);
  if (scale >= 1) return source;
  const size = (length: number) => Math.max(1, Math.round(length * scale));
  return resize(source, size(source.width), size(source.height));
}

/** Three channels: grey is repeated, transparency lies on mid-grey (neither black nor white wins). */
export function opaque(source: Pixels): Pixels {
  if (source.channels === 3) return source;
  const { data, width, height, channels } = source;
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    const alpha = channels === 4 ? (data[from + 3] ?? 255) / 255 : 1;
    for (let c = 0; c < 3; c++) {
      const value = data[channels === 4 ? from + c : from] ?? 0;
      rgb[to + c] = value * alpha + 128 * (1 - alpha);
    }
  }
  return { data: bytes(rgb), width, height, channels: 3 };
}

/** The alpha channel as a grey picture; null when there is none. */
export function alphaOf(source: Pixels): Pixels | null {
  if (source.channels !== 4) return null;
  const { width, height } = source;
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = source.data[i * 4 + 3] ?? 0;
  return { data, width, height, channels: 1 };
}

/** `colour` with the grey picture `alpha` as its transparency; what is invisible keeps no colour. */
export function withAlpha(colour: Pixels, alpha: Pixels): Pixels {
  const { width, height, channels } = colour;
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const opacity = alpha.data[i] ?? 0;
    if (opacity === 0) continue;
    for (let c = 0; c < 3; c++) {
      data[i * 4 + c] = colour.data[i * channels + (channels === 1 ? 0 : c)] ?? 0;
    }
    data[i * 4 + 3] = opacity;
  }
  return { data, width, height, channels: 4 };
}

/** Whether two pictures look the same, pixel for pixel; an alpha that hides nothing is none. */
export function isSamePicture(one: Pixels, other: Pixels): boolean {
  if (one.width !== other.width || one.height !== other.height) return false;
  for (let pixel = 0; pixel < one.width * one.height; pixel += 1) {
    for (let channel = 0; channel < 4; channel += 1) {
      if (valueOf(one, pixel, channel) !== valueOf(other, pixel, channel)) return false;
    }
  }
  return true;
}

function valueOf({ data, channels }: Pixels, pixel: number, channel: number): number | undefined {
  if (channel === 3 && channels < 4) return 255;
  return data[pixel * channels + (channels === 1 ? 0 : channel)];
}
