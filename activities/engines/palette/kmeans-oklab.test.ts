import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { createColorNamer } from './color-names.ts';
import type { Pixels } from '../engine.ts';
import { createKmeansOklab } from './kmeans-oklab.ts';
import { pipeline, toPixels } from '../pixels/pixels.ts';
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
/** Whether a pixel of the picture has exactly this colour. */
function isIn({ data, channels }: Pixels, hex: string): boolean {
  const wanted = Buffer.from(hex.slice(1), 'hex');
  for (let at = 0; at < data.length; at += channels) {
    if (data[at] === wanted[0] && data[at + 1] === wanted[1] && data[at + 2] === wanted[2]) {
      return true;
    }
  }
  return false;
}

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
        expect(colors.filter(({ oklch }) => oklch.c < 0.03)).toEqual([]);
        for (const { hex } of colors) expect(isIn(source, hex)).toBe(true);
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

describe('a palette holds only colours of the picture', () => {
  const channel = fc.integer({ min: 0, max: 255 });
  const color = fc.tuple(channel, channel, channel);

  test('and each of them is that of a pixel, whatever the picture', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(color, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 900 }),
        fc.constantFrom('stripes', 'rows', 'soft', 'squares'),
        fc.boolean(),
        async (colors, width, height, pattern, include_neutral) => {
          const source = painted(width, height, patternOf(pattern, colors, width, height));
          for (const { hex } of (await extract(source, { include_neutral })).colors) {
            expect(isIn(source, hex)).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  const stripes = [
    [0, 85, 164],
    [255, 255, 255],
    [239, 65, 53],
  ] as const;
  const hexes = ['#0055a4', '#ef4135', '#ffffff'];
  test.each([
    ['wide', 12_000, 30, (_x: number, y: number) => Math.floor(y / 10)],
    ['high', 30, 12_000, (x: number) => Math.floor(x / 10)],
    ['large', 2_000, 1_500, (x: number) => x % 3],
  ] as const)(
    'of stripes of a %s picture, all of them and no other',
    async (...[, w, h, index]) => {
      const source = painted(w, h, (x, y) => stripes[index(x, y)] ?? []);
      const { colors } = await extract(source, { include_neutral: true });
      expect(colors.map(({ hex }) => hex).sort()).toEqual(hexes);
      for (const { percentage } of colors) expect(Math.abs(percentage - 100 / 3)).toBeLessThan(1);
    },
  );

  test('of line art, and lines as they are drawn', async () => {
    const lines = painted(3_000, 2_000, (_x, y) =>
      y % 50 === 7 || y % 50 === 8 ? [220, 20, 60] : [255, 255, 255],
    );
    const { palette, neutral_share } = await extract(lines);
    expect(palette).toEqual(['#dc143c']);
    expect(neutral_share).toBeCloseTo(96, 0);
  });

  test.each(['png', 'jpeg'] as const)('of a logo with soft edges, from a %s', async (format) => {
    const disc = painted(1_200, 800, (x, y) =>
      Math.hypot(x - 600, y - 400) < 120 ? [31, 78, 149] : [255, 255, 255],
    );
    const file = await pipeline(disc).resize(600, 400).toFormat(format).toBuffer();
    const { palette } = await extract(await toPixels(sharp(file), 3));
    expect(palette).toHaveLength(1);
    expect(distance(palette[0] ?? '', [31, 78, 149])).toBeLessThan(3);
  });

  test.each([
    [255, 255, 254],
    [255, 253, 248],
    [250, 250, 255],
    [1, 0, 0],
    [6, 4, 3],
    [0, 0, 12],
  ])('and a ground one step off white or black is none of them: %i %i %i', async (...ground) => {
    const source = painted(600, 400, (x, y) =>
      Math.hypot(x - 300, y - 200) < 60 ? [31, 120, 200] : ground,
    );
    const { palette, neutral_share } = await extract(source);
    expect(palette).toEqual(['#1f78c8']);
    expect(neutral_share).toBeGreaterThan(90);
  });

  test('each counted by its opacity', async () => {
    const source = painted(200, 100, (x) => (x < 100 ? [200, 30, 60, 255] : [0, 200, 0, 51]));
    const { colors } = await extract(source);
    expect(colors.map(({ hex, percentage }) => [hex, percentage])).toEqual([
      ['#c81e3c', 83.3],
      ['#00c800', 16.7],
    ]);
  });

  test('of an icon of a few pixels, edges and all', async () => {
    const { palette } = await extract(painted(3, 1, (x) => [x * 120, 0, 0]));
    expect(palette.length).toBeGreaterThan(0);
  });
});

function distance(hex: string, rgb: readonly number[]): number {
  return Math.max(...rgb.map((v, i) => Math.abs(v - (Buffer.from(hex.slice(1), 'hex')[i] ?? 0))));
}

function patternOf(
  pattern: string,
  colors: readonly (readonly number[])[],
  width: number,
  height: number,
): (x: number, y: number) => readonly number[] {
  const at = (share: number) => colors[Math.floor(share * colors.length) % colors.length] ?? [];
  if (pattern === 'stripes') return (x) => at((x % 7) / 7);
  if (pattern === 'rows') return (_x, y) => at(y / height);
  if (pattern === 'squares') return (x, y) => at(((Math.floor(x / 9) + Math.floor(y / 9)) % 5) / 5);
  const [from = [], to = []] = colors;
  return (x) => from.map((v, i) => Math.round(v + (((to[i] ?? 0) - v) * x) / width));
}
