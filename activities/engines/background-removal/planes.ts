import type { Pixels } from '../engine.ts';
import type { Plane } from '../pixels/guided-filter.ts';
import { bytes } from '../pixels/pixels.ts';

/** How bright each pixel is, 0–1 (grey as it is; colour by the eye's weights). */
export function planeOf({ data, width, height, channels }: Pixels): Plane {
  const values = new Float32Array(width * height);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let i = 0, at = 0; i < values.length; i++, at += channels) {
    const [r, g, b] = [data[at] ?? 0, data[at + green] ?? 0, data[at + blue] ?? 0];
    values[i] = (0.299 * r + 0.587 * g + 0.114 * b) / 255;
  }
  return { values, width, height };
}

/** A plane as a grey picture. */
export function pixelsOf({ values, width, height }: Plane): Pixels {
  const data = new Uint8ClampedArray(values.length);
  for (let i = 0; i < values.length; i++) data[i] = (values[i] ?? 0) * 255;
  return { data: bytes(data), width, height, channels: 1 };
}
