import type { MotifName } from './motifs.ts';
import { printable, words } from './text.ts';
import { createColorFilter } from './unwanted.ts';
import {
  colorWords,
  connectives,
  designNouns,
  motifWords,
  themes,
  wholeWordBelow,
} from './vocabulary.ts';

/** What a prompt asks for, as far as words tell. */
export interface Brief {
  /** Printed large; empty when the prompt holds no printable word. */
  readonly title: string;
  /** Printed small; may be empty. */
  readonly details: string;
  /** Asked for by name or by theme, most telling first. */
  readonly motifs: readonly MotifName[];
  /** Hex; named in the prompt, else those of its theme. */
  readonly colors: readonly string[];
  /** Named in the negative prompt. */
  readonly unwantedMotifs: readonly MotifName[];
  readonly unwantedColors: readonly string[];
}

const titleWordsMax = 7;
const detailCharactersMax = 64;

/** Reads a prompt in French or English; what the negative prompt names is dropped. */
export function readBrief(prompt: string, negative: string): Brief {
  const asked = words(prompt);
  const unwanted = words(negative);
  const [unwantedMotifs, unwantedColors] = [motifsIn(unwanted), colorsIn(unwanted)];
  const motifs = motifsIn(asked).filter((motif) => !unwantedMotifs.includes(motif));
  const filter = createColorFilter(unwantedColors);
  const named = filter.asked(colorsIn(asked));
  const theme = themes.find((candidate) => asked.some((word) => matches(word, candidate.words)));
  const implied = filter.own(theme?.colors ?? []);
  const colors = named.length > 0 ? named : implied;
  return { ...lettering(prompt), motifs, colors, unwantedMotifs, unwantedColors };
}

function motifsIn(asked: readonly string[]): MotifName[] {
  const found = new Set<MotifName>();
  for (const word of asked) {
    for (const [motif, triggers] of Object.entries(motifWords)) {
      if (matches(word, triggers)) found.add(motif as MotifName);
    }
  }
  return [...found];
}

function colorsIn(asked: readonly string[]): string[] {
  return [...new Set(asked.flatMap((word) => colorWords.get(word) ?? []))];
}

/** A word, its plural, or a longer word of the same root. */
function matches(word: string, triggers: readonly string[]): boolean {
  return triggers.some((trigger) =>
    trigger.length < wholeWordBelow
      ? word === trigger || word === `${trigger}s`
      : word.startsWith(trigger),
  );
}

/** The words to print: what stands in quotation marks, else the subject without the request round it. */
function lettering(prompt: string): { title: string; details: string } {
  const quoted = [...prompt.matchAll(/[«“"]([^«»“”"]+)[»”"]/g)].map(([, text = '']) =>
    printable(text),
  );
  const [first = '', ...others] = quoted.filter((text) => text !== '');
  if (first !== '') return { title: shorten(first), details: clip(others.join(' · ')) };
  const segments = prompt
    .split(/(?<![,;:\n.!?])[,;:\n.!?]+\s+|[,;\n]|\s[–—-]\s/)
    .map((segment) => printable(segment))
    .filter((segment) => segment !== '');
  const [subject = '', ...rest] = segments;
  const worthPrinting = rest.filter((segment) => !onlyDescribes(segment));
  return { title: shorten(withoutRequest(subject)), details: clip(worthPrinting.join(' · ')) };
}

/** "Affiche pour un marché de Noël" → "Marché de Noël". */
function withoutRequest(text: string): string {
  const parts = text.split(/\s+/);
  const noun = parts.slice(0, 6).findIndex((part) => designNouns.has(words(part)[0] ?? ''));
  let start = noun + 1;
  const isConnective = (i: number) => words(parts[i] ?? '').every((word) => connectives.has(word));
  if (noun >= 0) while (start < parts.length && isConnective(start)) start++;
  const subject = start < parts.length ? parts.slice(start).join(' ') : text;
  return subject.replace(/^[dl]['’]/i, '').replace(/^./u, (letter) => letter.toUpperCase());
}

/** Whether a segment speaks of colours, motifs or style only: it is drawn, not printed. */
function onlyDescribes(segment: string): boolean {
  const all = words(segment);
  const describing =
    /^(style|couleurs?|colou?rs?|ton|tons|tones|fond|background|ambiance|avec|with|sans|without|no)$/;
  if (all.some((word) => describing.test(word))) return true;
  return all.every(
    (word) =>
      connectives.has(word) ||
      word === 'et' ||
      word === 'and' ||
      colorWords.has(word) ||
      motifsIn([word]).length > 0,
  );
}

function shorten(title: string): string {
  const parts = title.split(' ');
  if (parts.length <= titleWordsMax) return title;
  const kept = parts.slice(0, titleWordsMax);
  while (kept.length > 1 && connectives.has(words(kept.at(-1) ?? '')[0] ?? '')) kept.pop();
  return kept.join(' ');
}

function clip(details: string): string {
  if (details.length <= detailCharactersMax) return details;
  return details.slice(0, detailCharactersMax).replace(/(?<![\s·])[\s·]+[^\s·]*$/, '');
}
