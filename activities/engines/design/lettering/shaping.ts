import bidiModule, { type Bidi } from 'bidi-js';
import { Buffer, Direction, Feature, shape } from 'harfbuzzjs';
import { graphemesOf } from '../../../../operations/design/printed-words.ts';
import { scriptOf, type FontChoice } from './font-choice.ts';
import type { LoadedFont } from './font-files.ts';

/** A glyph on its line, in em from the line's start and its baseline (y down). */
export interface Glyph {
  readonly font: LoadedFont;
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** Where in the line's text the characters begin that it stands for (UTF-16). */
  readonly cluster: number;
}

/** Edges in em from the line's start and its baseline, y down. */
export interface Ink {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface ShapedLine {
  readonly text: string;
  /** As they stand, from left to right. */
  readonly glyphs: readonly Glyph[];
  /** em */
  readonly advance: number;
  /** Null when nothing is to be seen. */
  readonly ink: Ink | null;
}

/** Letters that join, or hang on a common line: space between them tears words apart. */
const joined = new Set(['Arabic', 'Devanagari', 'Thai']);
/** From this tracking on a ligature stands closer than its neighbours. */
const ligaturesUpTo = 0.02;

/** The package's types speak of an ES module; Node gets CommonJS, whose default is the factory itself. */
const bidi = (bidiModule as unknown as () => Bidi)();

/** Whether a text runs from right to left: its first letter says so (UAX #9, P2 and P3). */
export function isRightToLeft(text: string): boolean {
  return ((bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0) & 1) === 1;
}

interface Run {
  readonly text: string;
  readonly start: number;
  readonly font: LoadedFont;
  readonly script: string;
  readonly level: number;
}

/**
 * Shapes one line of one paragraph. Graphemes without a font are left out.
 * @param tracking em between letters that do not join
 */
export function shapeLine(
  text: string,
  fonts: FontChoice,
  tracking: number,
  rightToLeft: boolean,
): ShapedLine {
  const glyphs: Glyph[] = [];
  let x = 0;
  for (const run of inVisualOrder(runsOf(text, fonts, rightToLeft))) {
    x = shapeRun(run, joined.has(run.script) ? 0 : tracking, x, glyphs);
  }
  return { text, glyphs, advance: x, ink: inkOf(glyphs) };
}

function runsOf(text: string, fonts: FontChoice, rightToLeft: boolean): Run[] {
  const { levels } = bidi.getEmbeddingLevels(text, rightToLeft ? 'rtl' : 'ltr');
  const runs: Run[] = [];
  let at = 0;
  for (const grapheme of graphemesOf(text)) {
    const font = fonts.get(grapheme);
    const start = at;
    at += grapheme.length;
    if (!font) continue;
    const level = levels[start] ?? 0;
    const script = scriptOf(grapheme);
    const last = runs.at(-1);
    const continues =
      last?.font === font &&
      last.level === level &&
      last.start + last.text.length === start &&
      (script === last.script || script === 'Common');
    if (continues) runs[runs.length - 1] = { ...last, text: last.text + grapheme };
    else runs.push({ text: grapheme, start, font, script, level });
  }
  return runs;
}

/** Rule L2 of the bidirectional algorithm, on runs of one level each. */
function inVisualOrder(runs: readonly Run[]): Run[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    let from = 0;
    while (from < ordered.length) {
      let to = from;
      while ((ordered[to]?.level ?? -1) >= level) to += 1;
      if (to > from) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
      from = to + 1;
    }
  }
  return ordered;
}

function shapeRun(run: Run, tracking: number, from: number, glyphs: Glyph[]): number {
  const { font, start, level } = run;
  const buffer = new Buffer();
  buffer.addText(run.text);
  buffer.guessSegmentProperties();
  buffer.setDirection(level % 2 === 1 ? Direction.RTL : Direction.LTR);
  shape(font.font, buffer, tracking > ligaturesUpTo ? [new Feature('liga', 0)] : []);
  const infos = buffer.getGlyphInfos();
  const positions = buffer.getGlyphPositions();
  let x = from;
  infos.forEach(({ codepoint: id, cluster }, i) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[i] ?? {};
    const place = { x: x + xOffset / font.upem, y: -yOffset / font.upem };
    glyphs.push({ font, id, ...place, cluster: start + cluster });
    const ends = infos[i + 1]?.cluster !== cluster;
    x += xAdvance / font.upem + (ends ? tracking : 0);
  });
  return x;
}

function inkOf(glyphs: readonly Glyph[]): Ink | null {
  let ink: Ink | null = null;
  for (const { font, id, x, y } of glyphs) {
    const extents = font.font.glyphExtents(id);
    if (!extents || extents.width === 0 || extents.height === 0) continue;
    const left = x + extents.xBearing / font.upem;
    const top = y - extents.yBearing / font.upem;
    const right = left + extents.width / font.upem;
    const bottom = top - extents.height / font.upem;
    ink = ink
      ? {
          left: Math.min(ink.left, left),
          right: Math.max(ink.right, right),
          top: Math.min(ink.top, top),
          bottom: Math.max(ink.bottom, bottom),
        }
      : { left, right, top, bottom };
  }
  return ink;
}
