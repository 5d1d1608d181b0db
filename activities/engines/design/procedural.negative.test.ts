import { describe, expect, test } from '@jest/globals';
import { converter, wcagContrast } from 'culori';
import { createProcedural } from './procedural.ts';
import { readBrief } from './brief.ts';
import { colorsIn, drawDesign, type Design } from './design.ts';
import { createFontChooser } from './lettering/font-choice.ts';
import { createFontFiles } from './lettering/font-files.ts';
import { createTypesetter } from './lettering/typesetter.ts';
import type { MotifName } from '../../../operations/design/motif-words.ts';
import { motifs } from './motifs/motifs.ts';
import { choosePalette } from './palette.ts';
import { createRandom } from './random.ts';
import { styles, type Style } from './styles.ts';
import { silent } from '../testing/pictures.ts';

const toOklch = converter('oklch');
/** One for every layout family; a style is looked at in every other. */
const seeds = [0, 1, 2, 3, 4, 5, 6, 7];

function draw(prompt: string, negative: string, style: Style, seed = 1, colors: string[] = []) {
  const size = { width: 1024, height: 1024 };
  const words = { title: prompt, details: [] };
  return drawDesign({ prompt, negative, style, seed, colors, ratio: '1:1', size }, words);
}

function drawn({ art, setting, canvas }: Design): readonly string[] {
  return colorsIn(`${art}<path fill="${setting.color}"/>`, canvas.palette);
}

function everyDesign(prompt: string, negative: string): Design[] {
  return styles.flatMap((style, i) =>
    seeds.filter((seed) => seed % 2 === i % 2).map((seed) => draw(prompt, negative, style, seed)),
  );
}

/** What people call by a name, measured apart from the filter: [names, OKLCH hue from, to]. */
const hues: readonly (readonly [names: string, from: number, to: number])[] = [
  ['red rouge', 18, 38],
  ['orange oranges', 42, 62],
  ['yellow jaune', 80, 102],
  ['green vert', 135, 160],
  ['turquoise turquoise', 178, 198],
  ['blue bleu', 245, 270],
  ['purple violet', 290, 310],
];

/** Whether a colour is seen as a hue at all, and as one between these. */
function isBetween(color: string, from: number, to: number): boolean {
  const { c = 0, h = 0 } = toOklch(color) ?? {};
  return c > 0.05 && h > from && h < to;
}

const greys: readonly (readonly [names: string, is: (l: number, c: number) => boolean])[] = [
  ['black noir', (l, c) => l < 0.33 && c < 0.05],
  ['white blanc', (l, c) => l > 0.9 && c < 0.028],
  ['grey gris', (l, c) => l > 0.42 && l < 0.85 && c < 0.028],
];

const subjects = ['Grand opening', 'Beach party', 'Autumn market', 'Affiche de Noël', 'Jazz night'];

describe('an unwanted colour is drawn nowhere', () => {
  test.each(hues)('%s', (names, from, to) => {
    const others = hues.filter(([other]) => other !== names).map(([other]) => other.split(' ')[0]);
    const prompts = [...subjects, ...others.map((other) => `${other} poster`)];
    for (const [i, prompt] of prompts.entries()) {
      const negative = names.split(' ')[i % 2] ?? '';
      for (const design of everyDesign(prompt, negative)) {
        const unwanted = drawn(design).filter((color) => isBetween(color, from, to));
        expect({ prompt, negative, style: design.canvas.style, unwanted }).toMatchObject({
          unwanted: [],
        });
      }
    }
  });

  test.each(greys)('%s', (names, is) => {
    const prompts = [...subjects, ...hues.map(([other]) => `${other.split(' ')[0]} poster`)];
    for (const [i, prompt] of prompts.entries()) {
      const negative = names.split(' ')[i % 2] ?? '';
      for (const design of everyDesign(prompt, negative)) {
        const unwanted = drawn(design).filter((color) => {
          const { l = 0, c = 0 } = toOklch(color) ?? {};
          return is(l, c);
        });
        expect({ prompt, negative, style: design.canvas.style, unwanted }).toMatchObject({
          unwanted: [],
        });
      }
    }
  });

  test('not even when the customer gives it as a colour, and words stay readable', () => {
    for (const style of styles) {
      const colors = drawn(draw('Sale', 'blue', style, 1, ['#1d3bff', '#e63225']));
      expect(colors.filter((color) => isBetween(color, 245, 270))).toEqual([]);
    }
    for (const negative of ['black', 'white', 'black, white', 'noir, blanc, gris, bleu, rouge']) {
      for (const prompt of ['red poster', 'gold poster', 'turquoise poster', 'Grand opening']) {
        for (const { canvas } of everyDesign(prompt, negative)) {
          const { paper, text } = canvas.palette;
          expect(wcagContrast(paper, text)).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });
});

describe('a colour that nobody called unwanted stays', () => {
  test.each([
    ['Blue jazz poster', 'black', '#2456b8'],
    ['affiche bleue', 'noir', '#2456b8'],
    ['gold poster', 'white', '#c9982e'],
    ['blue and grey poster', 'grey', '#2456b8'],
    ['affiche orange', 'marron', '#e8741e'],
    ['brown poster', 'orange', '#6b4226'],
    ['blue poster', 'navy', '#2456b8'],
    ['pink poster', 'red', '#e36b94'],
    ['black and white poster', 'red', '#16161a'],
  ])('%s without %s', (prompt, negative, color) => {
    expect(readBrief(prompt, negative).colors).toContain(color);
    expect(drawn(draw(prompt, negative, 'modern'))).toContain(color);
  });

  test('without a negative prompt every colour of a palette is as it was asked for', () => {
    const { mix, ...palette } = choosePalette(
      'modern',
      ['#2456b8', '#e8741e'],
      [],
      createRandom(1, ''),
    );
    expect(palette).toMatchObject({ main: '#2456b8', second: '#e8741e' });
    expect(mix('#000000', '#ffffff', 0)).toBe('#000000');
  });
});

describe('an unwanted motif is drawn nowhere', () => {
  const names = Object.keys(motifs) as MotifName[];

  test.each(names)('%s', (motif) => {
    for (const prompt of ['Grand opening', 'Christmas market on the beach at night', 'Jazz']) {
      for (const { canvas } of everyDesign(prompt, motif === 'cup' ? 'tasse' : motif)) {
        expect(canvas.motifs).not.toContain(motif);
        expect(canvas.motifs.length).toBeGreaterThan(0);
      }
    }
  });

  test('not as what a style falls back on, and none at all when none is left', () => {
    expect(draw('Grand opening', 'circle, leaf', 'minimal').canvas.motifs).toEqual(['wave']);
    for (const { canvas, art } of everyDesign('Grand opening', names.join(', '))) {
      expect(canvas.motifs).toEqual([]);
      expect(art).not.toMatch(/NaN|undefined/);
      expect(art).not.toContain('scale(');
    }
  });

  test.each(['sun', 'lune', 'circle', 'sun, circle'])('no disc over the sea without %s', (word) => {
    for (const prompt of ['Beach party poster', 'Wave poster']) {
      for (const { art } of everyDesign(prompt, `${word}, heart`)) expect(discsOf(art)).toEqual([]);
    }
    const asUsual = seeds.map((seed) => draw('Wave poster', 'heart', 'modern', seed).art);
    expect(asUsual.flatMap(discsOf).length).toBeGreaterThan(0);
  });
});

/** Circles large enough to be taken for a sun or a moon (pixels). */
function discsOf(art: string): string[] {
  const circles = [...art.matchAll(/<circle [^>]*r="([\d.]+)"/g)].filter(([, r]) => Number(r) > 30);
  const rings = [...art.matchAll(/d="M[\d. ]+a([\d.]+) \1 0 1 0/g)].filter(
    ([, r]) => Number(r) > 60,
  );
  return [...circles, ...rings].map(([found]) => found);
}

test('the colours and motifs that a job tells are those that are drawn, the same each time', async () => {
  const engine = createProcedural(createTypesetter(createFontChooser(createFontFiles())));
  const parameters = {
    prompt: 'Blue jazz poster',
    style: 'modern',
    aspect_ratio: '1:1',
    color_scheme: [],
    negative_prompt: 'orange',
    seed: 3,
  };
  const [first, again] = [
    await engine(null, parameters, silent),
    await engine(null, parameters, silent),
  ];
  expect(Buffer.compare(bytesOf(first), bytesOf(again))).toBe(0);
  const colors = first.data.colors as string[];
  expect([...colors].sort()).toEqual(
    [...drawn(draw('Blue jazz poster', 'orange', 'modern', 3))].sort(),
  );
  expect(colors[0]).toBe('#2456b8');
  expect(colors.filter((color) => isBetween(color, 42, 62))).toEqual([]);
  expect(first.data.enhanced_prompt).toContain('motifs: music; colors: #2456b8');
});

function bytesOf({ images }: Awaited<ReturnType<ReturnType<typeof createProcedural>>>) {
  return images[0]?.pixels.data ?? new Uint8Array();
}
