import { emojiFaces, facesOf, type Face, type Typeface } from './faces.ts';
import type { FontFiles, LoadedFont } from './font-files.ts';

/** The font that sets each grapheme of a text; those that none holds are not in it. */
export type FontChoice = ReadonlyMap<string, LoadedFont>;

export interface FontChooser {
  /** One font for all letters of a script where one has them all: a word in two fonts is seen. */
  readonly choose: (graphemes: Iterable<string>, typeface: Typeface) => Promise<FontChoice>;
}

/** Shown by no glyph of their own: joiners, selectors of variants. */
const isInvisible = (character: string) => /\p{Default_Ignorable_Code_Point}/u.test(character);

/** A grapheme, and the code points to look for, composed or taken apart. */
interface Letter {
  readonly grapheme: string;
  readonly script: string;
  readonly forms: readonly (readonly number[])[];
}

export function createFontChooser(files: FontFiles): FontChooser {
  return {
    choose: async (graphemes, typeface) => {
      const chosen = new Map<string, LoadedFont>();
      const faces = facesOf(typeface);
      await files.know(faces);
      const letters = lettersOf(graphemes);
      const common = letters.filter(({ script }) => script === 'Common');
      const leading: Face[] = [];
      for (const [script, group] of bySize(letters.filter((letter) => !common.includes(letter)))) {
        const ordered = inOrder(faces, script, group);
        const face = await firstThatHoldsMost(files, ordered, group);
        if (face) leading.push(face);
        await fill(files, chosen, group, face ? [face, ...ordered] : ordered);
      }
      const isOwn = ({ grapheme }: Letter) => isEmoji(grapheme);
      await fill(files, chosen, common.filter(isOwn), [...emojiFaces, ...faces]);
      await fill(files, chosen, common, [...leading, ...faces]);
      return chosen;
    },
  };
}

/** Letters by script, the script with most first. */
function bySize(letters: readonly Letter[]): readonly (readonly [string, readonly Letter[]])[] {
  const groups = Map.groupBy(letters, ({ script }) => script);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** What is drawn as an emoji: by itself, or because a selector behind it says so. */
function isEmoji(grapheme: string): boolean {
  return /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u.test(grapheme);
}

const scripts = ['Latin', 'Greek', 'Cyrillic', 'Hebrew', 'Arabic', 'Thai', 'Devanagari'] as const;
const scriptPatterns: readonly (readonly [string, RegExp])[] = [
  ...scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const),
  ['Hangul', /\p{Script=Hangul}/u],
  ['Han', /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Bopomofo}/u],
];

/** The script of a grapheme; those that we have no family for are "Other", what all use is "Common". */
export function scriptOf(grapheme: string): string {
  const found = scriptPatterns.find(([, pattern]) => pattern.test(grapheme));
  if (found) return found[0];
  return /\p{Script=Common}|\p{Script=Inherited}/u.test(grapheme) ? 'Common' : 'Other';
}

function lettersOf(graphemes: Iterable<string>): Letter[] {
  return Array.from(new Set(graphemes), (grapheme) => ({
    grapheme,
    script: scriptOf(grapheme),
    forms: [...new Set([grapheme, grapheme.normalize('NFD')])].map((form) =>
      Array.from(form)
        .filter((character) => !isInvisible(character))
        .map((character) => character.codePointAt(0) ?? 0),
    ),
  }));
}

/** Common characters that mainland China does not write. */
const traditional =
  /[們個來這說時會學國對開關門問間電車東風樂節愛書畫藝術館灣龍飛馬魚鳥茶廳場應觀雙讓還給經過進運動區號單員團圖園萬與為無業產發點總現頭題願義氣黨縣廣鄉慶歡歲餘賣買價銀錢鐵長張陽陳劉許謝鄭黃趙孫顧蘭]/u;

/** Ideographs look otherwise in each country: kana ask for Japan's, the shapes tell China's from Taiwan's. */
function inOrder(faces: readonly Face[], script: string, group: readonly Letter[]): Face[] {
  if (script !== 'Han') return [...faces];
  const text = group.map(({ grapheme }) => grapheme).join('');
  const region = /\p{Script=Hiragana}|\p{Script=Katakana}/u.test(text)
    ? 'jp'
    : /\p{Script=Bopomofo}/u.test(text) || traditional.test(text)
      ? 'tc'
      : 'sc';
  const isOf = (face: Face) =>
    face.package.endsWith(`-${region}`) || (region === 'jp' && face.package.endsWith('-one'));
  return [...faces.filter(isOf), ...faces.filter((face) => !isOf(face))];
}

/** The first face that holds all of them, else the one that holds most. */
async function firstThatHoldsMost(
  files: FontFiles,
  faces: readonly Face[],
  letters: readonly Letter[],
): Promise<Face | null> {
  let best: { readonly face: Face | null; readonly held: number } = { face: null, held: 0 };
  for (const face of faces) {
    const claimed = letters.filter((letter) => filesFor(files, face, letter).length > 0);
    if (claimed.length <= best.held) continue;
    let held = 0;
    for (const letter of claimed) if (await fontFor(files, face, letter)) held += 1;
    if (held === letters.length) return face;
    if (held > best.held) best = { face, held };
  }
  return best.face;
}

/** Gives a font to each letter that has none yet, from the first face that holds it. */
async function fill(
  files: FontFiles,
  chosen: Map<string, LoadedFont>,
  letters: readonly Letter[],
  faces: readonly Face[],
): Promise<void> {
  for (const letter of letters) {
    if (chosen.has(letter.grapheme)) continue;
    for (const face of faces) {
      if (filesFor(files, face, letter).length === 0) continue;
      const font = await fontFor(files, face, letter);
      if (!font) continue;
      chosen.set(letter.grapheme, font);
      break;
    }
  }
}

function filesFor(files: FontFiles, face: Face, { forms }: Letter): readonly string[] {
  return files.filesFor(face, forms[0]?.[0] ?? 0);
}

/** The file of a face whose own character map holds a letter. */
async function fontFor(files: FontFiles, face: Face, letter: Letter): Promise<LoadedFont | null> {
  for (const path of filesFor(files, face, letter)) {
    const font = await files.load(face, path);
    if (letter.forms.some((form) => form.length > 0 && form.every(font.covers))) return font;
  }
  return null;
}
