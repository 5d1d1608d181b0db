import { describe, expect, test } from '@jest/globals';
import { createColorNamer } from './color-names.ts';
import type { Pixels } from '../engine.ts';
import { createKmeansOklab } from './kmeans-oklab.ts';
import { noise, painted, photo, silent } from '../testing/pictures.ts';

const engine = createKmeansOklab(createColorNamer());

interface Color {
  readonly hex: string;
  readonly rgb: { r: number; g: number; b: number };
  readonly hsl: { h: number; s: number; l: number };
  readonly oklch: { l: number; c: number; h: number };
  readonly percentage: number;
  readonly name: { en: string; fr: string };
}

async function extract(source: Pixels, options: Record<string, unknown> = {}) {
  const { images, data } = await engine(
    source,
    { max_colors: 6, include_neutral: false, ...options },
    silent,
  );
  expect(images).toEqual([]);
  return data as unknown as {
    colors: Color[];
    dominant_color: string | null;
    palette: string[];
    neutral_share: number;
  };
}

const photos = [
  'astronaut.png',
  'grace_hopper.jpg',
  'chelsea.png',
  'coffee.png',
  'rocket.jpg',
  'china.jpg',
  'flower.jpg',
];
const tenths = (colors: readonly Color[]) =>
  colors.reduce((sum, { percentage }) => sum + Math.round(percentage * 10), 0);

describe('colours', () => {
  test.each(photos)(
    'of %s sum to 100.0, most frequent first, vivid, at most as many as asked',
    async (name) => {
      const source = await photo(name);
      for (const max_colors of [1, 3, 6, 12]) {
        const { colors, dominant_color, palette, neutral_share } = await extract(source, {
          max_colors,
        });
        expect(colors.length).toBeGreaterThan(0);
        expect(colors.length).toBeLessThanOrEqual(max_colors);
        expect(tenths(colors)).toBe(1000);
        for (const { percentage } of colors) expect(Number(percentage.toFixed(1))).toBe(percentage);
        expect(colors.map(({ percentage }) => percentage)).toEqual(
          colors.map(({ percentage }) => percentage).sort((a, b) => b - a),
        );
        expect(palette).toEqual(colors.map(({ hex }) => hex));
        expect(dominant_color).toBe(palette[0]);
        expect(colors.filter(({ hsl }) => hsl.s <= 20)).toEqual([]);
        expect(neutral_share).toBeGreaterThanOrEqual(0);
        expect(neutral_share).toBeLessThan(100);
      }
    },
  );

  test('are described in every notation, and named in both languages', async () => {
    const { colors } = await extract(painted(20, 20, () => [255, 0, 0]));
    expect(colors).toEqual([
      {
        hex: '#ff0000',
        rgb: { r: 255, g: 0, b: 0 },
        hsl: { h: 0, s: 100, l: 50 },
        oklch: { l: 0.628, c: 0.2577, h: 29.2 },
        percentage: 100,
        name: { en: 'Red', fr: 'Rouge' },
      },
    ]);
  });

  test('keep a small vivid accent among many shades of one colour', async () => {
    const sky = painted(400, 400, (x, y) =>
      x < 20 && y < 20 ? [230, 30, 30] : [20 + x / 8, 80 + y / 8, 140 + y / 4],
    );
    const { colors } = await extract(sky, { max_colors: 4 });
    const accent = colors.find(({ rgb }) => rgb.r > 200 && rgb.g < 80);
    expect(accent?.percentage).toBeCloseTo(0.25, 0);
  });

  test('leave greys out, and tell their share', async () => {
    const half = painted(100, 100, (x) => (x < 60 ? [128, 128, 128] : [0, 90, 200]));
    const without = await extract(half);
    expect(without.palette).toEqual(['#005ac8']);
    expect(without.neutral_share).toBe(60);
    expect(
      (await extract(half, { include_neutral: true })).colors.map(({ hex, percentage }) => [
        hex,
        percentage,
      ]),
    ).toEqual([
      ['#808080', 60],
      ['#005ac8', 40],
    ]);
  });

  test('of a grey picture are its greys after all', async () => {
    const { palette, neutral_share } = await extract(
      painted(50, 50, (x) => (x < 25 ? [0, 0, 0] : [255, 255, 255])),
    );
    expect([...palette].sort()).toEqual(['#000000', '#ffffff']);
    expect(neutral_share).toBe(100);
  });

  test('see nothing that is transparent', async () => {
    const mostly = painted(60, 60, (x) => (x < 20 ? [0, 160, 60, 255] : [255, 0, 0, 15]));
    expect((await extract(mostly)).palette).toEqual(['#00a03c']);
    expect(await extract(painted(60, 60, () => [255, 0, 0, 0]))).toEqual({
      colors: [],
      dominant_color: null,
      palette: [],
      neutral_share: 0,
    });
  });

  test('are the same for the same picture', async () => {
    expect(await extract(noise(150, 150))).toEqual(await extract(noise(150, 150)));
  });
});
