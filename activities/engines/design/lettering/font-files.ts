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

/** A file of a face: a part of its letters. */
interface FontFile {
  readonly path: string;
  /** Code points, inclusive, that the package says the file is for. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

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
const loadedMax = 160;

const { resolve } = createRequire(import.meta.url);

/** Reads faces from their npm packages, file by file, when a letter asks for it. */
export function createFontFiles(): FontFiles {
  const indexes = new Map<string, readonly FontFile[]>();
  const loaded = new LRUCache<string, Promise<LoadedFont>>({ max: loadedMax });
  const load = (face: Face, path: string) => {
    const key = `${path}@${String(face.weight)}`;
    const font = loaded.get(key) ?? readFont(face, path);
    loaded.set(key, font);
    return font;
  };
  return {
    know: async (faces) => {
      for (const face of faces) {
        const key = keyOf(face);
        if (!indexes.has(key)) indexes.set(key, await readIndex(face));
      }
    },
    filesFor: (face, codePoint) =>
      (indexes.get(keyOf(face)) ?? [])
        .filter(({ ranges }) => ranges.some(([from, to]) => from <= codePoint && codePoint <= to))
        .map(({ path }) => path),
    load,
    codePointsOf: async (face) => {
      const held = new Set<number>();
      for (const { path, ranges } of await readIndex(face)) {
        const { covers } = await load(face, path);
        for (const [from, to] of ranges) {
          for (let codePoint = from; codePoint <= to; codePoint++) {
            if (covers(codePoint)) held.add(codePoint);
          }
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
async function readIndex(face: Face): Promise<FontFile[]> {
  const text = await readFile(resolve(`${face.package}/unicode.json`), 'utf8');
  const family = face.package.replace(/^.*\//, '');
  const kind = face.package.startsWith('@fontsource-variable/') ? 'wght' : String(face.weight);
  return Object.entries(JSON.parse(text) as Record<string, string>).map(([subset, ranges]) => ({
    path: `${face.package}/files/${family}-${subset.replace(/[[\]]/g, '')}-${kind}-normal.woff2`,
    ranges: ranges.split(',').map((range) => {
      const [from = '', to = from] = range.replace('U+', '').split('-');
      return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
    }),
  }));
}

async function readFont({ weight }: Face, path: string): Promise<LoadedFont> {
  const sfnt = await decompress(await readFile(resolve(path)));
  const face = new FontFace(new Blob(sfnt));
  const font = new Font(face);
  font.setVariations([new Variation('wght', weight)]);
  return {
    font,
    upem: face.upem,
    covers: (codePoint) => font.nominalGlyph(codePoint) !== undefined,
  };
}
