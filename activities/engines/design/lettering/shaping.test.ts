import { describe, expect, test } from '@jest/globals';
import { graphemesOf } from '../../../../operations/design/printed-words.ts';
import { typefaces } from './faces.ts';
import { createFontChooser } from './font-choice.ts';
import { createFontFiles } from './font-files.ts';
import { isRightToLeft, shapeLine } from './shaping.ts';

const chooser = createFontChooser(createFontFiles());

async function shaped(text: string, tracking = 0) {
  const fonts = await chooser.choose(graphemesOf(text), typefaces.outfit);
  return shapeLine(text, fonts, tracking, isRightToLeft(text));
}

/** The characters that the glyphs stand for, from left to right; a cluster once. */
async function seen(text: string): Promise<string> {
  const { glyphs } = await shaped(text);
  const clusters = glyphs.map(({ cluster }) => cluster);
  return clusters
    .filter((cluster, i) => cluster !== clusters[i - 1])
    .map((cluster) => text[cluster])
    .join('');
}

describe('from left to right stands', () => {
  test.each([
    ['Latin as it is read', 'abc def', 'abc def'],
    ['Hebrew from its end', 'שלום עולם', 'םלוע םולש'],
    ['a number in Hebrew from its beginning', 'שנת 2026', '2026 תנש'],
    ['Hebrew inside Latin, turned', 'abc שלום def', 'abc םולש def'],
    ['Latin inside Hebrew, unturned', 'שלום abc עולם', 'םלוע abc םולש'],
    ['a bracket in Hebrew as its partner', 'א (ב)', ')ב( א'],
  ])('%s', async (_, text, visual) => {
    expect(await seen(text)).toBe(visual);
  });
});

test('Arabic letters join, whatever the tracking', async () => {
  const { glyphs, advance } = await shaped('مهرجان');
  const isolated = glyphs.filter(
    ({ font, id, cluster }) => font.font.nominalGlyph('مهرجان'.codePointAt(cluster) ?? 0) === id,
  );
  expect(isolated.length).toBeLessThan(3);
  expect((await shaped('مهرجان', 0.2)).advance).toBeCloseTo(advance, 5);
});

test('Devanagari letters form conjuncts, and a vowel that is written first stands first', async () => {
  expect((await shaped('क्ष')).glyphs).toHaveLength(1);
  const [first] = (await shaped('कि')).glyphs;
  const vowel = first?.font.font.nominalGlyph('ि'.codePointAt(0) ?? 0);
  const letter = first?.font.font.nominalGlyph('क'.codePointAt(0) ?? 0);
  expect(vowel).toBeDefined();
  expect(first?.id).not.toBe(letter);
});

test('Thai marks stand above their letters', async () => {
  const { ink } = await shaped('กี่');
  const plain = (await shaped('ก')).ink;
  expect(ink?.top ?? 0).toBeLessThan((plain?.top ?? 0) - 0.2);
});

test('tracking opens letters, and takes ligatures apart', async () => {
  const [set, open] = [await shaped('office'), await shaped('office', 0.1)];
  expect(open.advance).toBeGreaterThan(set.advance + 0.5);
  expect(open.glyphs).toHaveLength(6);
});

test('all letters of a script come from one font: an accent that the own font lacks changes no half of a word', async () => {
  const chosen = await chooser.choose(['Ő', 'Ű', 'ő', 'ű'], typefaces.fredoka);
  expect(new Set(chosen.values()).size).toBe(1);
});

test.each([
  ['音楽の夜', 'jp'],
  ['音乐之夜', 'sc'],
  ['爵士樂之夜', 'tc'],
])('%s is set in the shapes of its country', async (text, region) => {
  const files = createFontFiles();
  const used: string[] = [];
  const spy = createFontChooser({
    ...files,
    load: (face, path) => {
      used.push(face.package);
      return files.load(face, path);
    },
  });
  await spy.choose(graphemesOf(text), typefaces.outfit);
  expect(new Set(used)).toEqual(new Set([`@fontsource-variable/noto-sans-${region}`]));
});
