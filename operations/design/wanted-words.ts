import { plainWords, writtenWords } from './plain-words.ts';
import { quotationsIn, strayMarks } from './quotations.ts';
import { connectives, designNouns } from './request-words.ts';

/** The words that a prompt wants on its design, as they were written. */
export interface WantedWords {
  /** Set large; empty when nothing is to be printed. A line feed is a line's end. */
  readonly title: string;
  /** Set small below it, each on lines of its own. */
  readonly details: readonly string[];
}

const titleWordsMax = 12;
const titleCharactersMax = 90;
const detailsMax = 4;
const detailCharactersMax = 90;

/**
 * What stands in quotation marks, whole; else the subject without the request round it.
 * @param isDrawn whether a word names a motif or a colour, and so need not be printed
 */
export function wantedWords(prompt: string, isDrawn: (word: string) => boolean): WantedWords {
  const [title = '', ...details] = quotationsIn(prompt).quoted.flatMap((text) =>
    hasInk(text) ? [tidied(text)] : [],
  );
  if (title !== '') return { title, details };
  const [subject = '', ...rest] = segmentsOf(prompt);
  return {
    title: shortened(named(withoutRequest(withoutDrawing(subject, isDrawn)))),
    details: rest
      .filter(
        (segment) => segment.length <= detailCharactersMax && !onlyDescribes(segment, isDrawn),
      )
      .slice(0, detailsMax),
  };
}

/** Whether anything would be seen: a letter, a number, a sign; not white space and invisible characters alone. */
function hasInk(text: string): boolean {
  return /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text);
}

/** Spaces are one space, those that forbid a line's end one of their own; line ends stay. */
function tidied(text: string): string {
  return text
    .replace(/[\u00A0\u202F\u2007]+/g, '\u00A0')
    .replace(/[^\S\n\u00A0]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim();
}

/** Sentences and their parts; "1,000", "St. Martin" and "10.30" are none. */
function segmentsOf(prompt: string): string[] {
  return prompt
    .replace(strayMarks, ' ')
    .replace(/(?<=\p{L}{4})\.(?=\s)/gu, '\n')
    .replace(/(?<=[!?！？؟])\s/g, '\n')
    .split(/[\n;、。，；؛،]|[,:：](?!\d)|\s[–—-]\s/)
    .map((segment) => segment.replace(/\s+/g, ' ').trim().replace(/\.$/, ''))
    .filter((segment) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(segment));
}

/** "Affiche pour un marché de Noël" → "Marché de Noël". */
function withoutRequest(text: string): string {
  const parts = text.split(' ');
  const noun = parts.slice(0, 6).findIndex((part) => designNouns.has(plainWords(part)[0] ?? ''));
  let start = noun + 1;
  if (noun >= 0) while (start < parts.length && isSmall(parts[start] ?? '')) start++;
  if (start < parts.length) return parts.slice(start).join(' ');
  const before = parts.slice(0, Math.max(0, noun));
  while (before.length > 0 && isSmall(before[0] ?? '')) before.shift();
  return before.length > 0 ? before.join(' ') : text;
}

/** "Jazz concert with blue saxophones" → "Jazz concert", but "Dinner with Anna" whole. */
function withoutDrawing(subject: string, isDrawn: (word: string) => boolean): string {
  const parts = subject.split(' ');
  const cut = parts.findIndex((preposition, i) => {
    const isAlone = parts
      .slice(0, i)
      .every((part) => isSmall(part) || designNouns.has(plainWords(part)[0] ?? ''));
    return !isAlone && isDrawing(preposition.toLowerCase(), parts.slice(i + 1), isDrawn);
  });
  return cut < 0 ? subject : parts.slice(0, cut).join(' ');
}

/** With what is drawn, or in its colours alone. */
function isDrawing(
  preposition: string,
  parts: readonly string[],
  isDrawn: (word: string) => boolean,
): boolean {
  const telling = parts.flatMap(writtenWords).filter((word) => !isSmall(word));
  const drawn = telling.filter((word) => isDrawn(word) || describing.test(word));
  if (drawn.length === 0) return false;
  if (/^(?:with|avec|mit|con|featuring)$/.test(preposition)) return true;
  return /^(?:in|en)$/.test(preposition) && drawn.length === telling.length;
}

function isSmall(part: string): boolean {
  return plainWords(part).every((word) => connectives.has(word) || word === 'et' || word === 'and');
}

/** As a name begins. */
function named(subject: string): string {
  return subject.replace(/^[dl]['’]/i, '').replace(/^./u, (letter) => letter.toUpperCase());
}

const describing =
  /^(style|couleurs?|colou?rs?|ton|tons|tones|fond|background|ambiance|avec|with|sans|without|no|stil|farben?|mit|ohne|con|sin|senza)$/;

/** Whether a segment speaks of colours, motifs or style only: it is drawn, not printed. */
function onlyDescribes(segment: string, isDrawn: (word: string) => boolean): boolean {
  const all = plainWords(segment);
  if (all.length === 0) return false;
  if (all.some((word) => describing.test(word))) return true;
  return all.every((word) => isSmall(word) || isDrawn(word));
}

/** A subject that goes on for lines is a description: its beginning is its name. */
function shortened(title: string): string {
  const parts = title.split(' ');
  if (parts.length <= titleWordsMax && title.length <= titleCharactersMax) return title;
  if (parts.length === 1) return title;
  const kept = parts.slice(0, titleWordsMax);
  while (kept.length > 1 && kept.join(' ').length > titleCharactersMax) kept.pop();
  while (kept.length > 1 && connectives.has(plainWords(kept.at(-1) ?? '')[0] ?? '')) kept.pop();
  return kept.join(' ');
}
