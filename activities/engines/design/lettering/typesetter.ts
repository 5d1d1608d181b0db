import type { Box } from '../../pixels/pixels.ts';
import { graphemesOf } from '../../../../operations/design/printed-words.ts';
import type { Lettering } from '../styles.ts';
import { typefaces, type Typeface } from './faces.ts';
import { fitText, verticals, type Manner } from './fitting.ts';
import type { FontChoice, FontChooser } from './font-choice.ts';
import { outlineOf } from './outlines.ts';
import { isRightToLeft, shapeLine, type Ink, type ShapedLine } from './shaping.ts';

/** Where words go and how they look there. Pixels. */
export interface Setting {
  readonly box: Box;
  readonly color: string;
  readonly align: 'left' | 'center';
  /** The shorter side of the canvas times the style's share. */
  readonly sizeMax: number;
  /** Pixels; what is hard to read on a page of this size. */
  readonly sizeMin: number;
  /** Which edge of the box the words keep to. */
  readonly anchor: 'top' | 'middle' | 'bottom';
}

/** A line as it is drawn. */
export interface SetLine {
  readonly shaped: ShapedLine;
  /** Pixels an em. */
  readonly size: number;
  /** What of it can be seen; null: nothing. */
  readonly ink: Box | null;
}

interface SetWords {
  /** SVG without its root. */
  readonly svg: string;
  readonly title: readonly SetLine[];
  readonly details: readonly SetLine[];
}

interface Words {
  readonly title: string;
  readonly details: readonly string[];
}

export interface Typesetter {
  /** Graphemes of a text that the style can set. */
  readonly printable: (text: string, lettering: Lettering) => Promise<ReadonlySet<string>>;
  /** Sets words as SVG paths inside the setting's box: what a machine has installed makes no difference. */
  readonly set: (words: Words, lettering: Lettering, setting: Setting) => Promise<SetWords>;
}

/** Details are at most this share of the title's largest size. */
const detailShare = 0.38;

export function createTypesetter(chooser: FontChooser): Typesetter {
  const fontsOf = (text: string, typeface: Typeface) =>
    chooser.choose(
      graphemesOf(text).filter((grapheme) => grapheme !== '\n'),
      typeface,
    );
  return {
    printable: async (text, { face, detailFace }) => {
      const [large, small] = [
        await fontsOf(text, typefaces[face]),
        await fontsOf(text, typefaces[detailFace]),
      ];
      return new Set([...large.keys()].filter((grapheme) => small.has(grapheme)));
    },
    set: async ({ title, details }, lettering, setting) => {
      if (title === '') return { svg: '', title: [], details: [] };
      const small = details.join('\n');
      const fonts = {
        title: await fontsOf(title, typefaces[lettering.face]),
        details: await fontsOf(small, typefaces[lettering.detailFace]),
      };
      return place(blocksOf(title, small, fonts, lettering, setting), setting);
    },
  };
}

interface Block {
  readonly lines: readonly ShapedLine[];
  readonly size: number;
  readonly rightToLeft: boolean;
  /** em */
  readonly ascent: number;
  readonly descent: number;
  readonly pitch: number;
}

function blocksOf(
  title: string,
  details: string,
  fonts: { title: FontChoice; details: FontChoice },
  lettering: Lettering,
  setting: Setting,
): { title: Block; details: Block | null; gap: number } {
  const { box, sizeMax, sizeMin } = setting;
  const titleManner = {
    sizeMax,
    sizeMin,
    tracking: lettering.tracking,
    lineHeight: lettering.lineHeight,
    rightToLeft: isRightToLeft(title),
    worthLines: 0.93,
  };
  if (details === '') {
    return { title: blockOf(title, fonts.title, box, titleManner), details: null, gap: 0 };
  }
  const load = details.length / (details.length + title.length * 3);
  const share = Math.min(0.6, Math.max(0.24, load));
  const smallManner = (size: number): Manner => ({
    sizeMax: size,
    sizeMin,
    tracking: lettering.detailTracking,
    lineHeight: 1.32,
    rightToLeft: isRightToLeft(details),
    worthLines: 0.6,
  });
  const roomFor = (part: number) => ({ width: box.width, height: box.height * part });
  const first = blockOf(details, fonts.details, roomFor(share), smallManner(sizeMax * detailShare));
  const gap = Math.min(first.size * 0.9, box.height * 0.1);
  const left = { width: box.width, height: box.height - heightOf(first) - gap };
  const large = blockOf(title, fonts.title, left, titleManner);
  const most = Math.max(large.size * 0.5, Math.min(large.size * 0.85, sizeMax * 0.22));
  const small =
    first.size <= most ? first : blockOf(details, fonts.details, roomFor(share), smallManner(most));
  return { title: large, details: small, gap };
}

function blockOf(
  text: string,
  fonts: FontChoice,
  room: { width: number; height: number },
  manner: Manner,
): Block {
  const wanted = fitText(text, fonts, room, manner);
  // Line ends that leave nothing to read are not worth keeping.
  const isCrowded = text.includes('\n') && wanted.size < manner.sizeMin;
  const whole = isCrowded ? fitText(text.replaceAll('\n', ' · '), fonts, room, manner) : wanted;
  const fit = whole.size > wanted.size ? whole : wanted;
  const lines = fit.lines.map((line) =>
    shapeLine(line, fonts, manner.tracking, manner.rightToLeft),
  );
  const heights = verticals(
    lines.map(({ ink }) => ink),
    manner.lineHeight,
  );
  const widest = Math.max(...lines.map(widthOf));
  const tallest = (lines.length - 1) * heights.pitch + heights.ascent + heights.descent;
  const size = Math.min(fit.size, room.width / widest, room.height / tallest);
  return { lines, size, rightToLeft: manner.rightToLeft, ...heights };
}

/** em, of what is seen. */
function widthOf({ ink }: ShapedLine): number {
  return ink ? ink.right - ink.left : 0.01;
}

function heightOf({ lines, size, ascent, descent, pitch }: Block): number {
  return ((lines.length - 1) * pitch + ascent + descent) * size;
}

function place(
  blocks: { title: Block; details: Block | null; gap: number },
  setting: Setting,
): SetWords {
  const { box, anchor, color } = setting;
  const { title, details, gap } = blocks;
  const height = heightOf(title) + (details ? gap + heightOf(details) : 0);
  const top = box.y + { top: 0, middle: 0.5, bottom: 1 }[anchor] * (box.height - height);
  const paths: string[] = [];
  const large = placeBlock(title, top, setting, title.rightToLeft, paths);
  const small = details
    ? placeBlock(details, top + heightOf(title) + gap, setting, title.rightToLeft, paths)
    : [];
  return { svg: `<g fill="${color}">${paths.join('')}</g>`, title: large, details: small };
}

function placeBlock(
  block: Block,
  top: number,
  setting: Setting,
  rightToLeft: boolean,
  paths: string[],
): SetLine[] {
  const { box, align } = setting;
  const { lines, size, ascent, pitch } = block;
  return lines.map((shaped, i) => {
    const { ink } = shaped;
    if (!ink) return { shaped, size, ink: null };
    const across = align === 'center' ? 0.5 : rightToLeft ? 1 : 0;
    const x = box.x + across * (box.width - widthOf(shaped) * size) - ink.left * size;
    const y = top + (ascent + i * pitch) * size;
    paths.push(outlineOf(shaped, x, y, size));
    return { shaped, size, ink: inkBox(ink, x, y, size) };
  });
}

function inkBox(ink: Ink, x: number, y: number, size: number): Box {
  return {
    x: x + ink.left * size,
    y: y + ink.top * size,
    width: (ink.right - ink.left) * size,
    height: (ink.bottom - ink.top) * size,
  };
}
