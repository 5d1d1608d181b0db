import { describe, expect, test } from '@jest/globals';
import { wcagContrast } from 'culori';
import { createProcedural } from './procedural.ts';
import { allFormats } from '../../../operations/aspect-ratio.ts';
import { sizeOfFormat } from '../../../operations/format-sizes.ts';
import { drawDesign } from './design.ts';
import { createFontChooser } from './lettering/font-choice.ts';
import { createFontFiles } from './lettering/font-files.ts';
import { createTypesetter } from './lettering/typesetter.ts';
import { families, type Family } from './layouts/families.ts';
import { motifs } from './motifs/motifs.ts';
import { choosePalette } from './palette.ts';
import { createRandom } from './random.ts';
import { styles } from './styles.ts';
import { changed, silent } from '../testing/pictures.ts';

const engine = createProcedural(createTypesetter(createFontChooser(createFontFiles())));
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
    ['3:4', 1200, 1600],
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
      layout: expect.stringMatching(/^[a-z]+$/),
      printed: ['Marché de Noël'],
      unprinted: [],
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

  test('draws paper formats for printing at 300 dots an inch', async () => {
    const [a4, a5] = [await design({ aspect_ratio: 'A4' }), await design({ aspect_ratio: 'A5' })];
    expect(a4.pixels).toMatchObject({ width: 2480, height: 3508 });
    expect(a5.pixels).toMatchObject({ width: 1748, height: 2480 });
  });

  test.each(styles)('the next seed is of another layout family, eight are of all: %s', (style) => {
    for (const ratio of allFormats) {
      const layouts = Array.from({ length: 8 }, (_, seed) => {
        const request = { prompt: market, style, ratio, size: sizeOfFormat(ratio), seed };
        const words = { title: 'Noël', details: [] };
        return drawDesign({ ...request, colors: [], negative: '' }, words).family;
      });
      expect(new Set(layouts).size).toBe(Object.keys(families).length);
    }
  });

  test.each([
    ['des fanions, des bateaux, des poissons et des oiseaux', ['bunting', 'boat', 'fish', 'bird']],
    ['des vagues et des oiseaux', ['wave', 'bird']],
    ['de la neige pour Noël', ['snow']],
    ['des vagues sur la plage', ['wave']],
    ['des montagnes', ['mountain']],
    ['une lune', ['moon']],
  ] as const)('draws what a word asks for, whatever the seed and format: %s', (asked, wanted) => {
    const missing: unknown[] = [];
    for (const style of ['modern', 'vintage', 'bold', 'playful'] as const) {
      for (let seed = 0; seed < 8; seed++) {
        for (const ratio of allFormats) {
          const prompt = `Affiche avec ${asked}: "Bonjour"`;
          const request = { prompt, style, ratio, size: sizeOfFormat(ratio), seed };
          const words = { title: 'Bonjour', details: [] };
          const { art, family } = drawDesign({ ...request, colors: [], negative: '' }, words);
          for (const motif of wanted) {
            // A landscape is itself the sea and the mountains.
            const isGround = family === 'scene' && ['wave', 'mountain'].includes(motif);
            if (!isGround && !art.includes(motifs[motif][0].path)) missing.push([motif, family]);
          }
        }
      }
    }
    expect(missing).toEqual([]);
  });

  test('ten designs of one prompt are no brothers', async () => {
    const drawn: Awaited<ReturnType<typeof design>>[] = [];
    for (let seed = 20; seed < 30; seed++) drawn.push(await design({ seed }));
    drawn.forEach((a, i) => {
      for (const b of drawn.slice(i + 1)) {
        const isSameFamily = a.data.layout === b.data.layout;
        expect(changed(a.pixels, b.pixels)).toBeGreaterThan(isSameFamily ? 0.02 : 0.15);
      }
    });
  });

  test.each(Object.keys(families) as Family[])(
    '%s has room for words inside the page',
    (family) => {
      for (const style of styles) {
        for (const format of allFormats) {
          const { width, height } = sizeOfFormat(format);
          const random = createRandom(1, style);
          const palette = choosePalette(style, [], [], random);
          const motifs = ['tree', 'star'] as const;
          const canvas = { width, height, style, palette, random, motifs, unwantedMotifs: [] };
          const { art, setting } = families[family](canvas);
          expect(art).not.toMatch(/NaN|undefined/);
          const { box } = setting;
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

test('a job whose every word is in a script without a font fails, and says why', async () => {
  await expect(design({ prompt: '"ᚠᚢᚦᚨᚱᚲ" "𒀀𒀁"' })).rejects.toMatchObject({
    code: 'unprintable_words',
  });
});

test('what cannot be set is told: whole words, single signs', async () => {
  const { data } = await design({ prompt: '"Fest der ᚠᚢᚦᚨᚱᚲ \u{1FAE9}\u{1F9FF} 夏\u{2FFFD}日"' });
  expect(data).toMatchObject({ unprinted: expect.arrayContaining(['ᚠᚢᚦᚨᚱᚲ']) });
  expect(data.printed).toEqual(['Fest der 🫩🧿 夏日']);
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
