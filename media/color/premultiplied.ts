import type { Samples } from './to-srgb.ts';

/** Divides each colour by its opacity, in place: what some files store is the product. Without an alpha channel: nothing. */
export function unpremultiply({ data, channels, peak }: Samples): void {
  if (channels % 2 === 1) return;
  const colors = channels - 1;
  for (let at = 0; at < data.length; at += channels) {
    const alpha = data[at + colors] ?? 0;
    if (alpha === 0 || alpha === peak) continue;
    for (let c = at; c < at + colors; c += 1) {
      data[c] = Math.min(peak, Math.round(((data[c] ?? 0) * peak) / alpha));
    }
  }
}
