import LineBreaker from 'linebreak';
import { plainWords } from '../../../../operations/design/plain-words.ts';
import { graphemesOf } from '../../../../operations/design/printed-words.ts';
import { connectives } from '../../../../operations/design/request-words.ts';

/**
 * Where lines may end: `words`, as people write; `addresses`, also inside what has no spaces, behind its signs;
 * `letters`, anywhere.
 */
export type Strictness = 'words' | 'addresses' | 'letters';

/** A stretch of text that no line's end falls into. */
export interface Piece {
  /** Without the space behind it. */
  readonly text: string;
  /** Whether a space follows on the same line. */
  readonly spaced: boolean;
  /** Whether the line ends behind it. */
  readonly ends: boolean;
}

/** Scripts without spaces, whose words a dictionary tells. */
const unspaced = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const ideographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const hangul = /\p{Script=Hangul}/u;

const words = new Intl.Segmenter('ja', { granularity: 'word' });

/** The pieces of a text, in order. UAX #14, and no line that holds only "of". */
export function piecesOf(text: string, strictness: Strictness): Piece[] {
  const pieces = text.split('\n').flatMap((line, i, lines) => {
    const inLine = cut(line, endsIn(line, strictness)).map(pieceOf);
    const last = inLine.at(-1);
    if (last && i < lines.length - 1) inLine[inLine.length - 1] = { ...last, ends: true };
    return inLine;
  });
  return strictness === 'words' ? glued(pieces) : pieces;
}

function pieceOf(text: string): Piece {
  const trimmed = text.trimEnd();
  return { text: trimmed, spaced: trimmed !== text, ends: false };
}

function cut(line: string, ends: readonly number[]): string[] {
  return [...ends, line.length]
    .map((end, i) => line.slice(ends[i - 1] ?? 0, end))
    .filter((text) => text.trim() !== '');
}

/** Positions (UTF-16) where a line may end, in order. */
function endsIn(line: string, strictness: Strictness): number[] {
  if (strictness === 'letters') {
    let at = 0;
    return graphemesOf(line).map((grapheme) => (at += grapheme.length));
  }
  const ends = new Set(
    strictness === 'addresses'
      ? Array.from(line.matchAll(/[@._\-/&=+:?#~%](?=\S)/g), ({ index }) => index + 1)
      : [],
  );
  const wordEnds = boundariesOf(line);
  const breaker = new LineBreaker(line);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    if (isWelcome(line, next.position, wordEnds)) ends.add(next.position);
  }
  for (const at of wordEnds) {
    if (unspaced.test(line[at - 1] ?? '') && unspaced.test(line[at] ?? '')) ends.add(at);
  }
  return [...ends].sort((a, b) => a - b);
}

/** UAX #14 allows ends between any two ideographs or syllables; readers prefer them between words. */
function isWelcome(line: string, at: number, wordEnds: ReadonlySet<number>): boolean {
  const [before, after] = [line[at - 1] ?? '', line[at] ?? ''];
  if (hangul.test(before) && hangul.test(after)) return false;
  return !(ideographic.test(before) && ideographic.test(after)) || wordEnds.has(at);
}

function boundariesOf(line: string): ReadonlySet<number> {
  if (!unspaced.test(line) && !ideographic.test(line)) return new Set();
  return new Set(Array.from(words.segment(line), ({ index }) => index));
}

/** What belongs to the number before it. */
const unit = /^(?:[€$£¥%‰°]|(?:h|uhr|am|pm|km|kg|cm|mm|m)\b)/iu;

/** A small word stays with the one it leads to, a unit with its number. */
function glued(pieces: readonly Piece[]): Piece[] {
  const groups: Piece[] = [];
  let held = '';
  pieces.forEach((piece, i) => {
    const joins =
      i < pieces.length - 1 &&
      piece.spaced &&
      !piece.ends &&
      isJoined(piece.text, pieces[i + 1]?.text ?? '');
    if (joins && held.length < 8) held += `${piece.text} `;
    else {
      groups.push({ ...piece, text: held + piece.text });
      held = '';
    }
  });
  return groups;
}

function isJoined(word: string, next: string): boolean {
  if (/\p{N}$/u.test(word)) return unit.test(next);
  if (!/^[\p{Script=Latin}'’]+$/u.test(word)) return false;
  return word.length <= 2 || connectives.has(plainWords(word)[0] ?? '');
}
