import satori, { type Font } from 'satori';
import type { Box } from '../pixels/pixels.ts';
import { loadFace, type Face } from './fonts.ts';
import type { Lettering } from './styles.ts';
import { connectives } from './vocabulary.ts';

/** Where words go and how they look there. */
export interface Setting {
  readonly box: Box;
  readonly color: string;
  readonly align: 'left' | 'center';
  /** Pixels; the shorter side of the canvas times the style's share. */
  readonly sizeMax: number;
  /** Which edge of the box the words keep to. */
  readonly anchor: 'top' | 'middle' | 'bottom';
}

/** Sets words as SVG paths: what a machine has installed makes no difference. */
export type Typesetter = (
  words: { title: string; details: string },
  style: Lettering,
  setting: Setting,
) => Promise<string>;

const measuredAt = 100;
const spaceEm = 0.26;
const linesMax = 5;

/** Faces are read once and kept. */
export function createTypesetter(): Typesetter {
  const faces = new Map<Face, Promise<Font[]>>();
  const fontsOf = (face: Face) => {
    const fonts = faces.get(face) ?? loadFace(face);
    faces.set(face, fonts);
    return fonts;
  };
  return async ({ title, details }, style, setting) => {
    if (title === '') return '';
    const fonts = [...(await fontsOf(style.face)), ...(await fontsOf(style.detailFace))];
    const { box } = setting;
    const text = style.uppercase ? title.toUpperCase() : title;
    const detailSize =
      details === '' ? 0 : Math.round(Math.min(setting.sizeMax * 0.4, box.width / 17));
    const detailHeight = Math.round(detailSize * 3.4);
    const room = { width: box.width, height: box.height - detailHeight };
    const { lines, size } = await fit(text, style, fonts, room, setting.sizeMax);
    const titleNodes = lines.map((line) =>
      node(line, style.face, size, style.tracking, style.lineHeight),
    );
    const detailNode = node(details, style.detailFace, detailSize, style.detailTracking, 1.35);
    return render(
      [...titleNodes, ...(details === '' ? [] : [gap(detailSize), detailNode])],
      setting,
      fonts,
    );
  };
}

type Node = Parameters<typeof satori>[0];

async function render(
  children: readonly unknown[],
  setting: Setting,
  fonts: Font[],
): Promise<string> {
  const { box, color, align, anchor } = setting;
  const svg = await satori(
    {
      type: 'div',
      props: {
        style: {
          display: 'flex',
          flexDirection: 'column',
          width: '100%',
          height: '100%',
          color,
          alignItems: align === 'center' ? 'center' : 'flex-start',
          textAlign: align,
          justifyContent: { top: 'flex-start', middle: 'center', bottom: 'flex-end' }[anchor],
        },
        children,
      },
    } as unknown as Node,
    { width: box.width, height: box.height, fonts },
  );
  return `<g transform="translate(${box.x} ${box.y})">${svg.replace(/^<svg[^>]*>|<\/svg>$/g, '')}</g>`;
}

function node(text: string, face: Face, size: number, tracking: number, lineHeight: number) {
  const style = {
    fontFamily: `${face}, ${face}-ext`,
    fontSize: size,
    letterSpacing: size * tracking,
    lineHeight,
    flexShrink: 0,
  };
  return { type: 'div', props: { style, children: text } };
}

function gap(height: number) {
  return { type: 'div', props: { style: { height, flexShrink: 0 } } };
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** The line breaks that allow the largest letters. */
async function fit(title: string, style: Lettering, fonts: Font[], room: Room, sizeMax: number) {
  const words = glued(title.split(' '));
  const widths = await Promise.all(words.map((word) => widthOf(word, style, fonts)));
  let best = { lines: [title], size: 0 };
  for (let count = 1; count <= Math.min(linesMax, words.length); count++) {
    const lines = balanced(words, widths, count);
    const widest = Math.max(...lines.map(({ width }) => width));
    const size = Math.min(
      sizeMax,
      (room.width * 0.98) / widest,
      room.height / (count * style.lineHeight),
    );
    // One more line must be worth its while.
    if (size > best.size * 1.08) best = { lines: lines.map(({ text }) => text), size };
  }
  return { lines: best.lines, size: Math.floor(best.size) };
}

/** A small word stays with the one it leads to: no line says only "of". */
function glued(words: readonly string[]): string[] {
  const groups: string[] = [];
  let held = '';
  words.forEach((word, i) => {
    const joins = i < words.length - 1 && (word.length <= 2 || connectives.has(word.toLowerCase()));
    held += joins ? `${word} ` : word;
    if (joins) return;
    groups.push(held);
    held = '';
  });
  return groups;
}

/** The width in em. */
async function widthOf(word: string, style: Lettering, fonts: Font[]): Promise<number> {
  const svg = await satori(
    node(word, style.face, measuredAt, style.tracking, 1) as unknown as Node,
    {
      height: measuredAt * 2,
      fonts,
    },
  );
  return Number(/width="([\d.]+)"/.exec(svg)?.[1] ?? measuredAt) / measuredAt;
}

/** The words in `count` lines whose widest is as narrow as can be. */
function balanced(words: readonly string[], widths: readonly number[], count: number) {
  const lineOf = (from: number, to: number) => ({
    text: words.slice(from, to).join(' '),
    width: widths.slice(from, to).reduce((sum, width) => sum + width + spaceEm, -spaceEm),
  });
  type Line = ReturnType<typeof lineOf>;
  const widest = (lines: readonly Line[]) => Math.max(...lines.map(({ width }) => width));
  const split = (from: number, left: number): Line[] => {
    if (left === 1) return [lineOf(from, words.length)];
    let best: Line[] | null = null;
    for (let to = from + 1; to <= words.length - left + 1; to++) {
      const lines = [lineOf(from, to), ...split(to, left - 1)];
      if (!best || widest(lines) < widest(best)) best = lines;
    }
    return best ?? [];
  };
  return split(0, count);
}
