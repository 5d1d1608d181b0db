import { createNamesSomething } from './meaning.ts';
import { wantedWords } from './wanted-words.ts';

/** The words of a design as they will be printed. */
export interface PrintedWords {
  /** Empty when nothing is wanted, or nothing of it can be set. */
  readonly title: string;
  readonly details: readonly string[];
  /** Wanted, and not in our fonts: whole words, of signs and ideographs the single ones. Each once. */
  readonly unprinted: readonly string[];
}

/** A language's own way of writing something in capitals. */
const capitals: readonly (readonly [RegExp, string])[] = [
  [/[ğşıİĞŞ]/u, 'tr'],
  [/\p{Script=Greek}/u, 'el'],
];

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What the eye takes for one character. */
export function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/**
 * The words that a prompt wants, spelled as the style spells them (`bold` sets titles in capitals), without what
 * cannot be set. The form shows them before anything is paid; the engine prints them.
 * @param isPrintable whether a grapheme can be set
 */
export function printedWords(
  prompt: string,
  style: string,
  isPrintable: (grapheme: string) => boolean,
): PrintedWords {
  const wanted = wantedWords(prompt.normalize('NFC'), createNamesSomething(prompt));
  const unprinted = new Set<string>();
  const set = (line: string) => settable(line, isPrintable, unprinted);
  const lines = [wanted.title, ...wanted.details].map((line) => set(settled(line)));
  const [title = '', ...details] = lines.filter((line) => line !== '');
  const isCapitals = style === 'bold' && title !== '';
  return {
    title: isCapitals ? inCapitals(title, isPrintable) : title,
    details,
    unprinted: [...unprinted],
  };
}

/** Whether words are wanted and none of them can be set. */
export function isUnprintable({ title, unprinted }: PrintedWords): boolean {
  return title === '' && unprinted.length > 0;
}

/** Ligatures of typewriters as their letters; what is there to steer a display, and would not be seen, goes. */
function settled(text: string): string {
  return text
    .replace(/[\uFB00-\uFB4F]/g, (ligature) => ligature.normalize('NFKC'))
    .replace(/\u2011/g, '\u2010')
    .replace(
      /[\u00AD\u200B\u2060\uFEFF\u180E]|(?!\n)\p{Cc}|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
      '',
    )
    .normalize('NFC');
}

function settable(
  line: string,
  isPrintable: (grapheme: string) => boolean,
  unprinted: Set<string>,
): string {
  return line
    .split('\n')
    .map((part) =>
      part
        .split(' ')
        .map((word) => settableWord(word, isPrintable, unprinted))
        .filter((word) => word !== '')
        .join(' '),
    )
    .filter((part) => part !== '')
    .join('\n');
}

/** A word that lacks a letter is another word: it goes whole. Signs and ideographs go one by one. */
function settableWord(
  word: string,
  isPrintable: (grapheme: string) => boolean,
  unprinted: Set<string>,
): string {
  const all = graphemesOf(word);
  const missing = all.filter((grapheme) => !isPrintable(grapheme));
  if (missing.length === 0) return word;
  if (missing.some((grapheme) => /\p{L}|\p{N}/u.test(grapheme) && !isIdeographic(grapheme))) {
    unprinted.add(word);
    return '';
  }
  for (const grapheme of missing) unprinted.add(grapheme);
  return all.filter((grapheme) => !missing.includes(grapheme)).join('');
}

function isIdeographic(grapheme: string): boolean {
  return /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(grapheme);
}

/** Addresses keep their small letters, and so does a letter whose capital our fonts lack. */
function inCapitals(title: string, isPrintable: (grapheme: string) => boolean): string {
  const locale = capitals.find(([letters]) => letters.test(title))?.[1] ?? 'en';
  return title
    .split(/(\s)/)
    .map((word) => {
      if (/[@/]|^www\./i.test(word)) return word;
      const large = word.toLocaleUpperCase(locale).normalize('NFC');
      return graphemesOf(large).every(isPrintable) ? large : word;
    })
    .join('');
}
