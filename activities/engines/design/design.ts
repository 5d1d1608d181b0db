import type { MotifName } from '../../../operations/design/motif-words.ts';
import { graphemesOf } from '../../../operations/design/printed-words.ts';
import { readBrief, type Brief } from './brief.ts';
import { families, familiesFor, type Family } from './layouts/families.ts';
import type { Canvas, Composition } from './layouts/drawing.ts';
import { finish } from './layouts/finish.ts';
import type { Setting } from './lettering/typesetter.ts';
import { motifs as drawable } from './motifs/motifs.ts';
import { choosePalette, type Palette } from './palette.ts';
import { createRandom } from './random.ts';
import type { Style } from './styles.ts';

/** What a customer asks for. */
export interface DesignRequest {
  readonly prompt: string;
  readonly style: Style;
  readonly ratio: string;
  /** Pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** CSS colours; empty = those of the prompt. */
  readonly colors: readonly string[];
  readonly negative: string;
  readonly seed: number;
}

/** The words that need room. */
export interface Load {
  readonly title: string;
  readonly details: readonly string[];
}

/** A design but for its words. */
export interface Design {
  readonly brief: Brief;
  readonly canvas: Canvas;
  readonly family: Family;
  /** SVG without its root. */
  readonly art: string;
  /** Where the words go, on top. */
  readonly setting: Setting;
}

/** What a style draws when the prompt names nothing that we can draw. */
const ownMotifs: Readonly<Record<Style, readonly MotifName[]>> = {
  modern: ['circle', 'wave'],
  vintage: ['sun', 'mountain'],
  minimal: ['circle', 'leaf'],
  bold: ['star', 'circle'],
  playful: ['flower', 'heart', 'star'],
};

export function drawDesign(request: DesignRequest, words: Load): Design {
  const { prompt, style, ratio, size, colors, negative, seed } = request;
  const brief = readBrief(prompt, negative);
  const motifs = chooseMotifs(brief, style);
  // Not the words: posters of one series under one seed look alike, however their words are quoted or spelled.
  const random = createRandom(seed, [style, ratio, ...motifs].join('\n'));
  const { unwantedColors, unwantedMotifs } = brief;
  const wanted = colors.length > 0 ? colors : brief.colors;
  const palette = choosePalette(style, wanted, unwantedColors, random);
  const canvas: Canvas = { ...size, style, palette, motifs, unwantedMotifs, random };
  const suited = {
    hasWords: words.title !== '',
    hasMotifs: motifs.length > 0,
    named: brief.named,
  };
  const order = familiesFor(suited, seed, createRandom(0, `${style}\n${ratio}`));
  const { family, composition } = firstWithRoom(canvas, order, words);
  const { art, setting, dense = false } = composition;
  return { brief, canvas, family, art: art + finish(canvas, setting.box, dense), setting };
}

/** Letters smaller than this share of the shorter side are hard to read on a poster. */
const readableShare = 0.034;

/** The first family whose room for words lets them be read, else the one with most room. */
function firstWithRoom(
  canvas: Canvas,
  order: readonly Family[],
  words: Load,
): { family: Family; composition: Composition } {
  const readable = Math.min(canvas.width, canvas.height) * readableShare;
  let best: { family: Family; composition: Composition; size: number } | null = null;
  for (const family of order) {
    const composition = families[family](canvas);
    const size = sizeOf(words, composition.setting);
    if (!best || size > best.size) best = { family, composition, size };
    if (size >= readable) break;
  }
  if (!best) throw new Error('There is no layout');
  return best;
}

/** About how large letters can be in a box, in pixels an em: all of them, and the longest word on one line. */
function sizeOf({ title, details }: Load, { box }: Setting): number {
  const weight = emsOf(title) + 0.35 * details.reduce((sum, detail) => sum + emsOf(detail), 0);
  const all = Math.sqrt((box.width * box.height * 0.62) / Math.max(1, weight * 1.12));
  const longest = Math.max(...title.split(/\s/).map(emsOf));
  return Math.min(all, box.width / Math.min(24, longest));
}

/** About how long a text is. */
function emsOf(text: string): number {
  return graphemesOf(text).reduce(
    (sum, grapheme) => sum + (/[\u1100-\uFFEF]/u.test(grapheme) ? 1 : 0.56),
    0,
  );
}

/** The hex colours that an SVG is painted with, the palette's own first. */
export function colorsIn(svg: string, palette: Palette): readonly string[] {
  const painted = new Set(svg.match(/#[0-9a-f]{6}(?=")/g));
  const { main, second, paper, text } = palette;
  const leading = [main, second, paper, text].filter((color) => painted.has(color));
  return [...new Set([...leading, ...painted])];
}

function chooseMotifs({ motifs, unwantedMotifs }: Brief, style: Style): readonly MotifName[] {
  if (motifs.length > 0) return motifs;
  const allowed = (names: readonly MotifName[]) =>
    names.filter((motif) => !unwantedMotifs.includes(motif));
  const own = allowed(ownMotifs[style]);
  if (own.length > 0) return own;
  const all = Object.keys(drawable) as MotifName[];
  return allowed([...Object.values(ownMotifs).flat(), ...all]).slice(0, 1);
}
