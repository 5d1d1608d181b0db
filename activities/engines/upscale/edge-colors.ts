import type { Pixels } from '../engine.ts';
import { boxBlur } from '../pixels/guided-filter.ts';
import { alphaOf, bytes } from '../pixels/pixels.ts';

/**
 * The RGB of a transparent picture with what is invisible filled from its visible surroundings, so
 * that enlarging it draws no dark fringe along the edges. Without transparency: the picture itself.
 */
export function spreadColors(source: Pixels, radius: number): Pixels {
  const alpha = alphaOf(source);
  if (!alpha) return source;
  const { width, height } = source;
  const weights = Float32Array.from(alpha.data, (value) => value / 255);
  const total = boxBlur({ values: weights, width, height }, radius).values;
  const data = new Uint8ClampedArray(width * height * 3);
  for (let channel = 0; channel < 3; channel++) {
    const values = weights.map((weight, i) => weight * (source.data[i * 4 + channel] ?? 0));
    const around = boxBlur({ values, width, height }, radius).values;
    for (let i = 0; i < weights.length; i++) {
      const own = source.data[i * 4 + channel] ?? 0;
      const share = total[i] ?? 0;
      const visible = weights[i] ?? 0;
      const filled = share > 1e-4 ? (around[i] ?? 0) / share : own;
      data[i * 3 + channel] = own * visible + filled * (1 - visible);
    }
  }
  return { data: bytes(data), width, height, channels: 3 };
}
