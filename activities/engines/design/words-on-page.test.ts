import { expect, test } from '@jest/globals';
import { wcagContrast } from 'culori';
import fc from 'fast-check';
import sharp from 'sharp';
import { sizeOfFormat } from '../../../operations/format-sizes.ts';
import {
  graphemesOf,
  isUnprintable,
  printedWords,
} from '../../../operations/design/printed-words.ts';
import type { Box } from '../pixels/pixels.ts';
import { drawDesign } from './design.ts';
import { createFontChooser } from './lettering/font-choice.ts';
import { createFontFiles } from './lettering/font-files.ts';
import { createTypesetter, type SetLine } from './lettering/typesetter.ts';
import { letterings } from './styles.ts';
import { requests } from './testing/prompts.ts';

/** `DESIGN_CASES=5000 npm test -- words-on-page` looks at more of them. */
const cases = Number(process.env.DESIGN_CASES ?? 300);
type Request = typeof requests extends fc.Arbitrary<infer Value> ? Value : never;

const typesetter = createTypesetter(createFontChooser(createFontFiles()));
/** Pages are looked at with this many pixels on their longer side. */
const lookedAt = 320;

async function designOf(request: Request) {
  const { prompt, style, aspect_ratio: ratio, color_scheme: colors, seed } = request;
  const size = sizeOfFormat(ratio);
  const text = [prompt, prompt.normalize('NFKC')].flatMap((form) =>
    [form, ...['en', 'tr', 'el'].map((locale) => form.toLocaleUpperCase(locale))].map((each) =>
      each.normalize('NFC'),
    ),
  );
  const printable = await typesetter.printable(`${text.join(' ')}‐·`, letterings[style]);
  const words = printedWords(prompt, style, (grapheme) => printable.has(grapheme));
  const negative = request.negative_prompt;
  const design = drawDesign({ prompt, style, ratio, size, colors, negative, seed }, words);
  const set = await typesetter.set(words, letterings[style], design.setting);
  return { size, words, design, set };
}

test(
  `words stay on the page, apart, readable and whole: ${String(cases)} prompts of every script`,
  async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        const { size, words, design, set } = await designOf(request);
        expect(isUnprintable(words)).toBe(false);
        const lines = [...set.title, ...set.details];
        expect(textOf(lines)).toBe(squeezed([words.title, ...words.details].join(' ')));
        for (const line of lines) expectOnPage(line, size);
        expectApart(lines);
        const ground = await pixelsOf(design.art, size);
        for (const { ink } of lines) {
          if (ink)
            expect(lowestContrast(ground, ink, size, design.setting.color)).toBeGreaterThanOrEqual(
              4.5,
            );
        }
      }),
      { numRuns: cases },
    );
  },
  60_000 + cases * 1000,
);

/** What was outlined, by the characters that each drawn glyph stands for; fails at a glyph that is a font's empty box. */
function textOf(lines: readonly SetLine[]): string {
  const texts = lines.map(({ shaped }) => {
    const starts = new Set(shaped.glyphs.map(({ cluster }) => cluster));
    expect(shaped.glyphs.filter(({ id }) => id === 0)).toEqual([]);
    let at = 0;
    let held = '';
    for (const grapheme of graphemesOf(shaped.text)) {
      if (starts.has(at) || held !== '') held += grapheme;
      at += grapheme.length;
    }
    return held;
  });
  return squeezed(texts.join(' '));
}

/** Without the spaces, which end with their lines, and the dots that stand for ends of lines. */
function squeezed(text: string): string {
  return text.replace(/[\s·]+/g, '');
}

function expectOnPage({ ink, size: letters }: SetLine, size: { width: number; height: number }) {
  expect(letters).toBeGreaterThanOrEqual(Math.min(size.width, size.height) * 0.011);
  if (!ink) return;
  const margin = Math.min(size.width, size.height) * 0.05;
  expect(Math.min(ink.x, ink.y)).toBeGreaterThanOrEqual(margin);
  expect(ink.x + ink.width).toBeLessThanOrEqual(size.width - margin);
  expect(ink.y + ink.height).toBeLessThanOrEqual(size.height - margin);
}

function expectApart(lines: readonly SetLine[]) {
  const inks = lines.flatMap(({ ink }) => (ink ? [ink] : []));
  inks.forEach((a, i) => {
    for (const b of inks.slice(i + 1)) {
      const overlap = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      expect(overlap).toBeLessThanOrEqual(0.5);
    }
  });
}

interface Ground {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function pixelsOf(art: string, size: { width: number; height: number }): Promise<Ground> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${lookedAt}" height="${lookedAt}" viewBox="0 0 ${size.width} ${size.height}" preserveAspectRatio="none">${art}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Between the words' colour and every pixel that lies under them. */
function lowestContrast(
  ground: Ground,
  ink: Box,
  size: { width: number; height: number },
  color: string,
): number {
  const seen = new Set<string>();
  const [across, down] = [ground.width / size.width, ground.height / size.height];
  for (let y = Math.ceil(ink.y * down); y < Math.floor((ink.y + ink.height) * down); y++) {
    for (let x = Math.ceil(ink.x * across); x < Math.floor((ink.x + ink.width) * across); x++) {
      const at = (y * ground.width + x) * 3;
      seen.add(`#${Buffer.from(ground.data.subarray(at, at + 3)).toString('hex')}`);
    }
  }
  return Math.min(21, ...Array.from(seen, (under) => wcagContrast(color, under)));
}
