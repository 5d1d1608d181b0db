import type { Samples } from './to-srgb.ts';

/** Light that four inks without a profile leave over, as browsers have it: each takes its share of what the black leaves. In place. */
export function lightOfInks(cmyk: Uint8Array): Samples & { readonly channels: 3 } {
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const paper = 255 - (cmyk[from + 3] ?? 0);
    for (let ink = 0; ink < 3; ink += 1) {
      cmyk[to + ink] = Math.round(((255 - (cmyk[from + ink] ?? 0)) * paper) / 255);
    }
  }
  return { data: cmyk.subarray(0, (cmyk.length / 4) * 3), channels: 3, peak: 255 };
}
