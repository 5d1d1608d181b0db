import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Blob, Face as FontFace, Font, Variation } from 'harfbuzzjs';
import { LRUCache } from 'lru-cache';
import decompress from 'woff2-encoder/decompress';
import type { Face } from './faces.ts';

/** One file of a face, ready to shape with. */
export interface LoadedFont {
  readonly font: Font;
  /** Units an em. */
  readonly upem: number;
  readonly covers: (codePoint: number) => boolean;
}

/** Code points, inclusive, that a package says a file is for. */
interface Range {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** A face's ranges by block of 256 code points. */
type Index = ReadonlyMap<number, readonly Range[]>;

export interface FontFiles {
  /** Reads what the faces' packages say of their files; `filesFor` knows nothing of a face before. */
  readonly know: (faces: readonly Face[]) => Promise<void>;
  /** The files of a face that may hold a code point, as its package says. */
  readonly filesFor: (face: Face, codePoint: number) => readonly string[];
  readonly load: (face: Face, path: string) => Promise<LoadedFont>;
  /** Every code point that a face can set: its package says so, and the file's character map. */
  readonly codePointsOf: (face: Face) => Promise<ReadonlySet<number>>;
}

/** Files at a time: about 100 kB each, so that a child that has seen every script stays small. */
const loadedMax = 320;

const { resolve } = createRequire(import.meta.url);

/** Reads faces from their npm packages, file by file, when a letter asks for it. */
export function createFontFiles(): FontFiles {
  const indexes = new Map<string, Index>();
  const loaded = new LRUCache<string, Promise<FontAtWeight>>({ max: loadedMax });
  const load = async ({ weight }: Face, path: string) => {
    const font = loaded.get(path) ?? readFont(path);
    loaded.set(path, font);
    return (await font)(weight);
  };
  return {
    know: async (faces) => {
      for (const face of faces) {
        const key = keyOf(face);
        if (!indexes.has(key)) indexes.set(key, byBlock(await readRanges(face)));
      }
    },
    filesFor: (face, codePoint) =>
      (indexes.get(keyOf(face))?.get(codePoint >> 8) ?? [])
        .filter(({ from, to }) => from <= codePoint && codePoint <= to)
        .map(({ path }) => path),
    load,
    codePointsOf: async (face) => {
      const held = new Set<number>();
      for (const { path, from, to } of await readRanges(face)) {
        const { covers } = await load(face, path);
        for (let codePoint = from; codePoint <= to; codePoint++) {
          if (covers(codePoint)) held.add(codePoint);
        }
      }
      return held;
    },
  };
}

function keyOf(face: Face): string {
  return `${face.package}@${String(face.weight)}`;
}

/** Every fontsource package says in `unicode.json` which of its files is for which code points. */
async function readRanges(face: Face): Promise<Range[]> {
  const text = await readFile(resolve(`${face.package}/unicode.json`), 'utf8');
  const family = face.package.replace(/^.*\//, '');
  const kind = face.package.startsWith('@fontsource-variable/') ? 'wght' : String(face.weight);
  return Object.entries(JSON.parse(text) as Record<string, string>).flatMap(([subset, ranges]) => {
    const name = `${family}-${subset.replace(/[[\]]/g, '')}-${kind}-normal.woff2`;
    return ranges.split(',').map((range) => {
      const [from = '', to = from] = range.replace('U+', '').split('-');
      const path = `${face.package}/files/${name}`;
      return { path, from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
    });
  });
}

function byBlock(ranges: readonly Range[]): Index {
  const blocks = new Map<number, Range[]>();
  for (const range of ranges) {
    for (let block = range.from >> 8; block <= range.to >> 8; block++) {
      const known = blocks.get(block) ?? [];
      known.push(range);
      blocks.set(block, known);
    }
  }
  return blocks;
}

/** A file's font at a weight, always the same one. */
type FontAtWeight = (weight: number) => LoadedFont;

async function readFont(path: string): Promise<FontAtWeight> {
  const face = new FontFace(new Blob(await decompress(await readFile(resolve(path)))));
  const weights = new Map<number, LoadedFont>();
  return (weight) => {
    const known = weights.get(weight) ?? fontOf(face, weight);
    weights.set(weight, known);
    return known;
  };
}

function fontOf(face: FontFace, weight: number): LoadedFont {
  const font = new Font(face);
  font.setVariations([new Variation('wght', weight)]);
  return {
    font,
    upem: face.upem,
    covers: (codePoint) => font.nominalGlyph(codePoint) !== undefined,
  };
}
