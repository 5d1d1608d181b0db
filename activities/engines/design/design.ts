import { readBrief, type Brief } from './brief.ts';
import type { Canvas } from './drawing.ts';
import { composeEmblem } from './emblem.ts';
import { finish } from './finish.ts';
import type { Setting } from './lettering.ts';
import { motifs as drawable, type MotifName } from './motifs.ts';
import { choosePalette, type Palette } from './palette.ts';
import { createRandom } from './random.ts';
import { composeScene } from './scene.ts';
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

/** A design but for its words. */
export interface Design {
  readonly brief: Brief;
  readonly canvas: Canvas;
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

export function drawDesign({
  prompt,
  style,
  ratio,
  size,
  colors,
  negative,
  seed,
}: DesignRequest): Design {
  const random = createRandom(seed, `${prompt}\n${style}\n${ratio}`);
  const brief = readBrief(prompt, negative);
  const { unwantedColors, unwantedMotifs } = brief;
  const wanted = colors.length > 0 ? colors : brief.colors;
  const palette = choosePalette(style, wanted, unwantedColors, random);
  const motifs = chooseMotifs(brief, style);
  const canvas: Canvas = { ...size, style, palette, motifs, unwantedMotifs, random };
  const { art, setting } = random.pick([composeScene, composeEmblem])(canvas);
  return { brief, canvas, art: art + finish(canvas, setting.box), setting };
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
