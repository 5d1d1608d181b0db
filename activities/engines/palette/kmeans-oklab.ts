import { clusterColors, type Cluster } from './color-clusters.ts';
import type { ColorNamer } from './color-names.ts';
import { hexOf, hslOf, oklchOf, type Lab } from './color-space.ts';
import type { Engine } from '../engine.ts';
import { sampleColors, type Swatch } from './samples.ts';

/** In OKLab, where the strongest colours of a screen have 0.3. */
const neutralChromaMax = 0.03;
const [darkBelow, darkAllowance] = [0.25, 0.2];

/**
 * The colours of a picture. Parameters: `{max_colors, include_neutral}`. Gives no picture, but
 * `{colors, dominant_color, palette, neutral_share}`: percentages to a tenth, 100.0 together.
 * Every colour is that of a pixel. Greys are left out unless asked for or nothing else is there; `neutral_share` (0–100) tells how
 * much of the picture they cover. Wholly transparent: empty lists and no dominant colour.
 */
export function createKmeansOklab(nameOf: ColorNamer): Engine {
  return (source, { max_colors: max, include_neutral: withNeutrals }, { progress }) => {
    if (!source) throw new Error('Colours are extracted from a picture');
    const swatches = sampleColors(source);
    progress(0.3);
    const vivid = swatches.filter(({ lab }) => !isNeutral(lab));
    const chosen = withNeutrals === true || vivid.length === 0 ? swatches : vivid;
    const clusters = clusterColors(chosen, Number(max));
    progress(0.8);
    const percentages = shares(clusters.map(({ count }) => count));
    const colors = clusters.map((cluster, i) => describe(cluster, percentages[i] ?? 0, nameOf));
    const palette = colors.map(({ hex }) => hex);
    return Promise.resolve({
      images: [],
      data: {
        colors,
        dominant_color: palette[0] ?? null,
        palette,
        neutral_share: neutralShare(swatches, vivid),
      },
    });
  };
}

/**
 * Grey, black and white are what has next to no chroma; the darker, the less of it is seen. A ground one step off white is
 * as neutral as white, whatever its saturation in HSL.
 */
function isNeutral([l, a, b]: Lab): boolean {
  return Math.hypot(a, b) < neutralChromaMax + Math.max(0, darkBelow - l) * darkAllowance;
}

function neutralShare(all: readonly Swatch[], vivid: readonly Swatch[]): number {
  const count = (swatches: readonly Swatch[]) => swatches.reduce((sum, s) => sum + s.count, 0);
  const total = count(all);
  return total === 0 ? 0 : Math.round((1 - count(vivid) / total) * 1000) / 10;
}

/** Percentages to a tenth that sum to 100: the largest remainders get the tenths left over. */
function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * 1000);
  const tenths = exact.map(Math.floor);
  const left = 1000 - tenths.reduce((sum, value) => sum + value, 0);
  const byRemainder = exact
    .map((value, i) => ({ i, remainder: value % 1 }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder.slice(0, left)) tenths[i] = (tenths[i] ?? 0) + 1;
  return tenths.map((value) => value / 10);
}

function describe({ rgb }: Cluster, percentage: number, nameOf: ColorNamer) {
  const [r, g, b] = rgb;
  return {
    hex: hexOf(rgb),
    rgb: { r, g, b },
    hsl: hslOf(rgb),
    oklch: oklchOf(rgb),
    percentage,
    name: nameOf(rgb),
  };
}
