import { shapeLine, type Ink } from './shaping.ts';
import { piecesOf, type Piece, type Strictness } from './line-ends.ts';
import type { FontChoice } from './font-choice.ts';

/** Pixels. */
interface Room {
  readonly width: number;
  readonly height: number;
}

/** How letters may be set; sizes in pixels, the rest in em. */
export interface Manner {
  readonly sizeMax: number;
  /** Below it letters are hard to read: lines are added, words broken. */
  readonly sizeMin: number;
  readonly tracking: number;
  readonly lineHeight: number;
  readonly rightToLeft: boolean;
  /** Fewer lines are taken when letters keep at least this share of their size. */
  readonly worthLines: number;
}

export interface Fit {
  readonly lines: readonly string[];
  /** Pixels. */
  readonly size: number;
}

interface Measured extends Piece {
  /** em */
  readonly width: number;
  readonly ink: Ink | null;
}

interface Line {
  readonly text: string;
  readonly width: number;
}

const spaceEm = 0.26;
/** A safety for what kerning across pieces adds. */
const widthShare = 0.985;
/** Below these shares of the largest size a line may end inside an address, or inside a word. */
const worthwhile: readonly (readonly [Strictness, number])[] = [
  ['words', 0.34],
  ['addresses', 0.16],
  ['letters', 0],
];

/** The line ends that allow the largest letters; words are broken only where they would become too small. */
export function fitText(text: string, fonts: FontChoice, room: Room, manner: Manner): Fit {
  let best: Fit = { lines: [text], size: 0 };
  for (const [strictness, share] of worthwhile) {
    const pieces = piecesOf(text, strictness).map((piece) => measured(piece, fonts, manner));
    const fit = fitPieces(pieces, room, manner);
    if (fit.size > best.size * 1.2) best = fit;
    if (best.size >= Math.max(manner.sizeMin, manner.sizeMax * share)) break;
  }
  return best;
}

function measured(piece: Piece, fonts: FontChoice, manner: Manner): Measured {
  const { advance, ink } = shapeLine(piece.text, fonts, manner.tracking, manner.rightToLeft);
  const width = Math.max(advance, ink ? ink.right - Math.min(0, ink.left) : 0);
  return { ...piece, width, ink };
}

/** How high lines of these pieces are: what stands above and below the baseline, and from one to the next. */
export function verticals(inks: readonly (Ink | null)[], lineHeight: number) {
  const seen = inks.filter((ink) => ink !== null);
  const ascent = Math.max(0.2, ...seen.map(({ top }) => -top));
  const descent = Math.max(0, ...seen.map(({ bottom }) => bottom));
  return { ascent, descent, pitch: Math.max(lineHeight, ascent + descent + 0.06) };
}

function fitPieces(pieces: readonly Measured[], room: Room, manner: Manner): Fit {
  const { ascent, descent, pitch } = verticals(
    pieces.map(({ ink }) => ink),
    manner.lineHeight,
  );
  const wrapped = (size: number, linesMax = Infinity) => {
    const lines = wrap(pieces, (room.width * widthShare) / size, linesMax);
    if (!lines) return null;
    const height = ((lines.length - 1) * pitch + ascent + descent) * size;
    return height <= room.height ? lines : null;
  };
  const largest = (linesMax?: number) =>
    highest(manner.sizeMax, (size) => wrapped(size, linesMax) !== null);
  const largestSize = largest();
  let size = largestSize;
  let lines = wrapped(size) ?? [];
  while (lines.length > 1) {
    const fewer = largest(lines.length - 1);
    if (
      fewer <
      Math.min(largestSize * 0.93, Math.max(manner.sizeMin, largestSize * manner.worthLines))
    )
      break;
    size = fewer;
    lines = wrapped(fewer, lines.length - 1) ?? [];
  }
  return { lines: balanced(pieces, lines, room.width / size).map(({ text }) => text), size };
}

/** The largest number up to `max` that holds, within a two-thousandth; what is below one that holds, holds. */
function highest(max: number, holds: (value: number) => boolean): number {
  if (holds(max)) return max;
  let [low, high] = [0, max];
  while (high - low > max / 2000) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** As many lines, the widest as narrow as can be. */
function balanced(pieces: readonly Measured[], lines: readonly Line[], room: number): Line[] {
  if (lines.length < 2) return [...lines];
  let best = [...lines];
  let [low, high] = [0, Math.max(...lines.map(({ width }) => width))];
  while (high - low > room / 200) {
    const middle = (low + high) / 2;
    const narrower = wrap(pieces, middle, lines.length);
    if (narrower) [best, high] = [narrower, middle];
    else low = middle;
  }
  return best;
}

/** Fills lines of a width (em) one after the other; null when a piece is wider, or lines are too many. */
function wrap(pieces: readonly Measured[], room: number, linesMax: number): Line[] | null {
  const lines: Line[] = [];
  let line: { text: string; width: number; space: boolean } | null = null;
  for (const piece of pieces) {
    if (piece.width > room) return null;
    const joined: number = line
      ? line.width + (line.space ? spaceEm : 0) + piece.width
      : piece.width;
    if (line && joined > room) {
      lines.push(line);
      line = null;
    }
    line = line
      ? {
          text: line.text + (line.space ? ' ' : '') + piece.text,
          width: joined,
          space: piece.spaced,
        }
      : { text: piece.text, width: piece.width, space: piece.spaced };
    if (piece.ends) {
      lines.push(line);
      line = null;
    }
    if (lines.length > linesMax) return null;
  }
  if (line) lines.push(line);
  return lines.length > linesMax ? null : lines;
}
