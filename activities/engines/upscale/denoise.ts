import type { Pixels } from '../engine.ts';
import { guidedFilter } from '../pixels/guided-filter.ts';
import { bytes } from '../pixels/pixels.ts';

const radius = 2;
/** At full strength, differences up to about this (of 0–1) between neighbours count as noise. */
const noiseAtFullStrength = 0.05;
/** Rows worked on at once: the filter needs some ten times the memory of its input. */
const rowsAtOnce = 256;

/** Smooths noise and keeps edges; `strength` 0–1, 0 changes nothing. Alpha stays as it is. */
export function denoise(source: Pixels, strength: number): Pixels {
  if (strength <= 0) return source;
  const { width, height, channels } = source;
  const epsilon = (strength * noiseAtFullStrength) ** 2;
  const data = new Uint8ClampedArray(source.data);
  const margin = radius * 2;
  for (let top = 0; top < height; top += rowsAtOnce) {
    const bottom = Math.min(height, top + rowsAtOnce);
    const [from, to] = [Math.max(0, top - margin), Math.min(height, bottom + margin)];
    for (let channel = 0; channel < Math.min(3, channels); channel++) {
      const values = new Float32Array((to - from) * width);
      for (let i = 0; i < values.length; i++) {
        values[i] = (source.data[(from * width + i) * channels + channel] ?? 0) / 255;
      }
      const plane = { values, width, height: to - from };
      const smooth = guidedFilter(plane, plane, radius, epsilon).values;
      for (let i = (top - from) * width; i < (bottom - from) * width; i++) {
        data[(from * width + i) * channels + channel] = (smooth[i] ?? 0) * 255;
      }
    }
  }
  return { ...source, data: bytes(data) };
}
