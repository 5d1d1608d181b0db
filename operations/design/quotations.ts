/** A prompt, taken apart at its quotation marks. */
interface Quotations {
  /** What stands between them, in order, as it was written. */
  readonly quoted: readonly string[];
  /** Everything else; a space stands where a quotation was. */
  readonly outside: string;
}

/**
 * Opening mark → marks that close it, and those that do where none of them follows: English, French, German (both kinds), Swedish, Polish, Dutch, Chinese,
 * Japanese, Korean and typewriters (Unicode 17, chapter 6.2, "Language-based usage of quotation marks").
 */
const pairs: ReadonlyMap<string, readonly [string, string?]> = new Map<string, [string, string?]>([
  ['"', ['"', '”“']],
  ['“', ['”', '"“']],
  ['”', ['”']],
  ['„', ['“”', '"']],
  ['‟', ['”']],
  ['«', ['»']],
  ['»', ['«»']],
  ['‹', ['›']],
  ['›', ['‹›']],
  ['‘', ['’']],
  ['‚', ['‘’']],
  ["'", ["'"]],
  ['’', ['’']],
  ['「', ['」']],
  ['『', ['』']],
  ['｢', ['｣']],
  ['﹁', ['﹂']],
  ['﹃', ['﹄']],
  ['《', ['》']],
  ['〈', ['〉']],
  ['〝', ['〞〟']],
  ['＂', ['＂']],
]);

/** Marks that are apostrophes, too: they open before a word and close behind one. */
const apostrophes = new Set(["'", '’', '‘']);
const isLetter = (character: string) => /[\p{L}\p{M}\p{N}]/u.test(character);

/** Every kind of quotation mark, for those that are left over. */
export const strayMarks = /["“”„‟«»‹›「」『』｢｣﹁﹂﹃﹄《》〈〉〝〞〟＂]/g;

/** Takes a prompt apart; marks inside a quotation belong to it, a mark without its partner is none. */
export function quotationsIn(prompt: string): Quotations {
  const quoted: string[] = [];
  let outside = '';
  let at = 0;
  while (at < prompt.length) {
    const end = opens(prompt, at) ? closingOf(prompt, at) : -1;
    if (end < 0) {
      outside += prompt[at] ?? '';
      at += 1;
      continue;
    }
    const text = prompt.slice(at + 1, end).trim();
    if (text !== '') quoted.push(text);
    outside += ' ';
    at = end + 1;
  }
  return { quoted, outside };
}

/** 24" is a measure, the mark in l'été an apostrophe. */
function opens(prompt: string, at: number): boolean {
  const mark = prompt[at] ?? '';
  if (!pairs.has(mark)) return false;
  const before = prompt[at - 1] ?? ' ';
  if (mark === '"') return !/\p{N}/u.test(before);
  if (!apostrophes.has(mark)) return true;
  return !isLetter(before) && isLetter(prompt[at + 1] ?? ' ');
}

/** Where the quotation that opens at `start` ends; −1: nowhere. */
function closingOf(prompt: string, start: number): number {
  const [first = '', others = ''] = pairs.get(prompt[start] ?? '') ?? [];
  const end = closedBy(first, prompt, start);
  return end < 0 && others !== '' ? closedBy(others, prompt, start) : end;
}

function closedBy(closing: string, prompt: string, start: number): number {
  const mark = prompt[start] ?? '';
  const nests = !closing.includes(mark);
  let depth = 0;
  for (let at = start + 1; at < prompt.length; at++) {
    const character = prompt[at] ?? '';
    if (nests && character === mark && !apostrophes.has(mark)) depth += 1;
    if (!closing.includes(character)) continue;
    if (apostrophes.has(character) && !closesWord(prompt, start, at)) continue;
    if (depth === 0) return at;
    depth -= 1;
  }
  return -1;
}

/** 'Summer' ends behind its word; the marks of l'été, '90s and rock 'n' roll do not. */
function closesWord(prompt: string, start: number, at: number): boolean {
  const isBehindWord = !/\s/.test(prompt[at - 1] ?? ' ') && !isLetter(prompt[at + 1] ?? ' ');
  return isBehindWord && at - start > 2;
}
