import { clusterColors, type Cluster, type Swatch } from './color-clusters.ts';
import type { ColorNamer } from './color-names.ts';
import { hexOf, hslOf, labOf, oklchOf, type Rgb } from './color-space.ts';
import type { Engine, Pixels } from '../engine.ts';
import { shrink } from '../pixels/pixels.ts';

const sideMax = 200;
const alphaMin = 16;
const neutralSaturationMax = 20;

/**
 * The colours of a picture. Parameters: `{max_colors, include_neutral}`. Gives no picture, but
 * `{colors, dominant_color, palette, neutral_share}`: percentages to a tenth, 100.0 together.
 * Greys are left out unless asked for or nothing else is there; `neutral_share` (0–100) tells how
 * much of the picture they cover. Wholly transparent: empty lists and no dominant colour.
 */
export function createKmeansOklab(nameOf: ColorNamer): Engine {
  return async (source, { max_colors: max, include_neutral: withNeutrals }, { progress }) => {
    if (!source) throw new Error('Colours are extracted from a picture');
    const swatches = swatchesOf(await shrink(source, sideMax));
    progress(0.3);
    const vivid = swatches.filter(({ rgb }) => !isNeutral(rgb));
    const chosen = withNeutrals === true || vivid.length === 0 ? swatches : vivid;
    const clusters = clusterColors(chosen, Number(max));
    progress(0.8);
    const percentages = shares(clusters.map(({ count }) => count));
    const colors = clusters.map((cluster, i) => describe(cluster, percentages[i] ?? 0, nameOf));
    const palette = colors.map(({ hex }) => hex);
    return {
      images: [],
      data: {
        colors,
        dominant_color: palette[0] ?? null,
        palette,
        neutral_share: neutralShare(swatches, vivid),
      },
    };
  };
}

/** What is visible, counted by colour in 32 steps a channel, each with the mean of its pixels. */
function swatchesOf({ data, channels }: Pixels): Swatch[] {
  const bins = new Map<number, { sum: [number, number, number]; count: number }>();
  for (let i = 0; i < data.length; i += channels) {
    if (channels === 4 && (data[i + 3] ?? 0) < alphaMin) continue;
    const [r = 0, g = r, b = r] = data.subarray(i, i + Math.min(3, channels));
    const key = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
    const bin = bins.get(key) ?? { sum: [0, 0, 0], count: 0 };
    bin.sum[0] += r;
    bin.sum[1] += g;
    bin.sum[2] += b;
    bin.count++;
    bins.set(key, bin);
  }
  return [...bins.values()].map(({ sum: [r, g, b], count }) => {
    const mean = (value: number) => Math.round(value / count);
    const rgb: Rgb = [mean(r), mean(g), mean(b)];
    return { rgb, lab: labOf(rgb), count };
  });
}

function isNeutral(rgb: Rgb): boolean {
  return hslOf(rgb).s <= neutralSaturationMax;
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
