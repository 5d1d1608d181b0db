import { describe, expect, test } from '@jest/globals';
import { wcagContrast } from 'culori';
import { createProcedural } from './procedural.ts';
import { readBrief } from './brief.ts';
import { composeEmblem } from './emblem.ts';
import { createTypesetter } from './lettering.ts';
import { choosePalette } from './palette.ts';
import { createRandom } from './random.ts';
import { composeScene } from './scene.ts';
import { styles } from './styles.ts';
import { changed, silent } from '../testing/pictures.ts';

const engine = createProcedural(createTypesetter());
const market = 'Affiche pour un marché de Noël, rouge et or, avec des sapins';

async function design(parameters: Record<string, unknown>) {
  const defaults = {
    prompt: market,
    style: 'modern',
    aspect_ratio: '1:1',
    color_scheme: [],
    negative_prompt: '',
    seed: 7,
  };
  const { images, data } = await engine(null, { ...defaults, ...parameters }, silent);
  const [image] = images;
  if (!image) throw new Error('A picture was expected');
  return { image, pixels: image.pixels, data };
}

describe('the procedural designer', () => {
  test.each([
    ['1:1', 1024, 1024],
    ['16:9', 1920, 1080],
    ['9:16', 1080, 1920],
    ['4:3', 1600, 1200],
  ])('draws %s at exactly %i × %i', async (aspect_ratio, width, height) => {
    const { image } = await design({ aspect_ratio });
    expect(image).toMatchObject({
      role: 'result',
      format: 'webp',
      pixels: { width, height, channels: 3 },
    });
    expect(width * Number(aspect_ratio.split(':')[1])).toBe(
      height * Number(aspect_ratio.split(':')[0]),
    );
  });

  test('tells what it made, and calls nothing of it AI', async () => {
    const { data } = await design({ seed: 11 });
    expect(data).toEqual({
      prompt: market,
      enhanced_prompt: expect.stringContaining('modern'),
      revised_prompt: null,
      style: 'modern',
      colors: expect.arrayContaining(['#c62828', '#c9982e']),
      seed: 11,
    });
    expect(JSON.stringify(data)).not.toMatch(/\bAI\b|\bIA\b/);
  });

  test('draws the same pixels for the same seed, others for another', async () => {
    const [first, again, other] = [
      await design({ seed: 3 }),
      await design({ seed: 3 }),
      await design({ seed: 4 }),
    ];
    expect(changed(first.pixels, again.pixels)).toBe(0);
    expect(changed(first.pixels, other.pixels)).toBeGreaterThan(0.02);
  });

  test('makes a seed from the words when none is given', async () => {
    const [first, again] = [await design({ seed: undefined }), await design({ seed: undefined })];
    expect(first.data.seed).toEqual(expect.any(Number));
    expect(again.data.seed).toBe(first.data.seed);
  });

  test('styles differ visibly', async () => {
    const drawn: Awaited<ReturnType<typeof design>>[] = [];
    for (const style of styles) drawn.push(await design({ style }));
    drawn.forEach((a, i) => {
      for (const b of drawn.slice(i + 1)) expect(changed(a.pixels, b.pixels)).toBeGreaterThan(0.3);
    });
  });

  test.each(styles)(
    'has two layouts in %s style, with room for words inside the canvas',
    (style) => {
      for (const [width, height] of [
        [1024, 1024],
        [1920, 1080],
        [1080, 1920],
        [1600, 1200],
      ] as const) {
        const random = createRandom(1, style);
        const palette = choosePalette(style, [], [], random);
        const motifs = ['tree', 'star'] as const;
        const canvas = { width, height, style, palette, random, motifs, unwantedMotifs: [] };
        const [scene, emblem] = [composeScene(canvas), composeEmblem(canvas)];
        expect(scene.art).not.toBe(emblem.art);
        for (const { box } of [scene.setting, emblem.setting]) {
          expect(Math.min(box.x, box.y)).toBeGreaterThan(0);
          expect(box.x + box.width).toBeLessThan(width);
          expect(box.y + box.height).toBeLessThan(height);
          expect(Math.min(box.width, box.height)).toBeGreaterThan(Math.min(width, height) * 0.2);
        }
      }
    },
  );

  test('takes the customer’s colours', async () => {
    const color_scheme = ['crimson', 'hsl(210 80% 30%)', '#fa0'];
    const { data } = await design({ color_scheme, style: 'bold' });
    expect(data.colors).toEqual(expect.arrayContaining(['#dc143c', '#0f4d8a', '#ffaa00']));
  });

  test.each([
    ['emoji', '🎄✨ Fête de Noël 🎅🏽'],
    ['another script', '圣诞快乐'],
    ['right to left', 'مرحبا'],
    ['markup', '<script>alert(1)</script> & "Fête & <b>Co</b>"'],
    ['one endless word', 'x'.repeat(1000)],
    ['many words', 'mot '.repeat(240)],
    ['letters beyond Latin-1', 'Żółć, Őszi vásár, Hà Nội'],
    ['control characters', 'a\u0000b\u202Ec'],
  ])('draws a prompt of %s', async (_, prompt) => {
    for (const style of ['modern', 'bold']) {
      const { pixels, data } = await design({ prompt, style });
      expect(pixels).toMatchObject({ width: 1024, height: 1024 });
      expect(data.prompt).toBe(prompt);
    }
  });

  test('prints the words: without them the design is another', async () => {
    const [named, unnamed] = [await design({ prompt: 'Café' }), await design({ prompt: 'Cafés' })];
    expect(changed(named.pixels, unnamed.pixels)).toBeGreaterThan(0.001);
  });
});

describe('a prompt', () => {
  test.each([
    [market, 'Marché de Noël', '', ['tree', 'star', 'snow'], ['#c62828', '#c9982e']],
    [
      'Summer jazz festival in Lyon, 12 July, blue waves',
      'Summer jazz festival in Lyon',
      '12 July',
      ['sun', 'music', 'wave'],
      ['#2456b8'],
    ],
    ['A minimal poster of a red circle', 'Red circle', '', ['circle'], ['#c62828']],
    [
      'Poster "Coffee & Poetry" at the corner',
      'Coffee & Poetry',
      '',
      ['cup'],
      ['#5a3825', '#c98b4f', '#efe0c8'],
    ],
    [
      'Invitation pour le mariage de Léa, avec des fleurs',
      'Mariage de Léa',
      '',
      ['flower', 'heart'],
      ['#c2415f', '#f3b6b0', '#7a2842'],
    ],
  ])('%s', (prompt, title, details, motifs, colors) => {
    const brief = readBrief(prompt, '');
    expect(brief).toMatchObject({ title, details, colors });
    expect([...brief.motifs].sort()).toEqual([...motifs].sort());
  });

  test('loses the motifs and colours that the negative prompt names, in either language', () => {
    expect(readBrief(market, 'étoiles, red')).toMatchObject({
      motifs: ['tree', 'snow'],
      colors: ['#c9982e'],
    });
    expect(readBrief('Christmas market', 'sapin, rouge').colors).not.toContain('#b3202c');
    expect(readBrief('Christmas market', 'sapin').motifs).not.toContain('tree');
  });
});

test('words are readable on every palette', () => {
  for (const style of styles) {
    for (const colors of [
      [],
      ['#ffffff'],
      ['#000000'],
      ['#ffff00', '#00ffff'],
      ['#777777'],
      ['#c62828', '#c9982e'],
    ]) {
      const { paper, text } = choosePalette(style, colors, [], createRandom(1, style));
      expect(wcagContrast(paper, text)).toBeGreaterThanOrEqual(4.5);
    }
  }
});
