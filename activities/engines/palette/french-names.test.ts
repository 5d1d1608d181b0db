import { converter, inGamut } from 'culori';
import { describe, expect, test } from '@jest/globals';
import { labOf, rgbOf, type Lab } from './color-space.ts';
import { frenchColors } from './french-colors.ts';
import { createFrenchNamer } from './french-names.ts';

const nameOf = createFrenchNamer();
const own = new Map(Object.entries(frenchColors).map(([hex, name]) => [name, labOf(rgbOf(hex))]));
const hueOf = ([, a, b]: Lab) => (Math.atan2(b, a) * 180) / Math.PI;
const isShown = inGamut('rgb');
const toOklab = converter('oklab');

/** Every tenth degree of hue, in five lightnesses and four chromas: those that a screen can show. */
function colors(): { h: number; l: number; lab: Lab }[] {
  const grid = Array.from({ length: 36 }, (_, i) => i * 10).flatMap((h) =>
    [0.3, 0.45, 0.6, 0.75, 0.9].flatMap((l) =>
      [0.05, 0.09, 0.14, 0.2].map((c) => ({ mode: 'oklch', l, c, h }) as const),
    ),
  );
  return grid.filter(isShown).map((color) => {
    const { l, a, b } = toOklab(color);
    return { h: color.h, l, lab: [l, a, b] };
  });
}

describe('a French name', () => {
  test('keeps the hue and the lightness of its colour, all around the circle', () => {
    const wrong = colors().filter(({ l, lab }) => {
      const word = own.get(nameOf(lab));
      if (!word) return false;
      const turn = Math.abs(hueOf(word) - hueOf(lab)) % 360;
      return Math.min(turn, 360 - turn) > 15 || Math.abs(word[0] - l) > 0.09;
    });
    expect(wrong).toEqual([]);
    expect(colors().length).toBeGreaterThan(300);
  });

  test.each([
    [/^(Rose|Rouge)/, 5],
    [/^(Orange|Brun|Rouge brun)/, 60],
    [/^(Vert)/, 150],
    [/^(Bleu)/, 250],
    [/^(Violet|Bleu violacé)/, 310],
  ])('is made of plain words %s where there is no other, at %i°', (family, h) => {
    const plain = colors()
      .filter((color) => Math.abs(color.h - h) <= 5)
      .map(({ lab }) => nameOf(lab))
      .filter((name) => !own.has(name));
    for (const name of plain) expect(name).toMatch(family);
  });

  test.each([
    ['#ffb6c1', /Rose/],
    ['#ffc0cb', /Rose/],
    ['#f4c2c2', /Rose/],
    ['#98ff98', /Menthe/],
    ['#aaf0d1', /Menthe/],
    ['#3eb489', /Menthe/],
    ['#add8e6', /Bleu/],
    ['#ffcba4', /Pêche/],
    ['#bef574', /Pistache/],
    ['#008080', /Sarcelle/],
    ['#ff0000', /^Rouge$/],
    ['#ffffff', /^Blanc$/],
    ['#000000', /^Noir$/],
    ['#808080', /^Gris$/],
  ])('of %s is what people call it: %s', (hex, word) => {
    expect(nameOf(labOf(rgbOf(hex)))).toMatch(word);
  });

  test('of a grey is none of a colour', () => {
    for (let v = 0; v < 256; v += 5) {
      expect(nameOf(labOf([v, v, v]))).toMatch(/Gris|Blanc|Noir|Argent|Anthracite|Ébène|Étain/);
    }
  });
});
