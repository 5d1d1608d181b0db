import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Takes the palette of a picture's file. */
export type TakePalette = (path: string) => Promise<unknown>;

interface Vibrant {
  readonly Vibrant: { from(path: string): { getPalette(): Promise<unknown> } };
}
interface ColorThief {
  getPalette(path: string, options: { colorCount: number }): Promise<unknown>;
}

/** What of node-vibrant 4 and colorthief 3 is installed in the folder `BENCH_PACKAGES`, by name; null: it is not. */
export function findPalettePeers(): Record<string, TakePalette | null> {
  const vibrant = load('node-vibrant/node') as Vibrant | null;
  const thief = load('colorthief') as ColorThief | null;
  return {
    'node-vibrant': vibrant && ((path) => vibrant.Vibrant.from(path).getPalette()),
    colorthief: thief && ((path) => thief.getPalette(path, { colorCount: 6 })),
  };
}

function load(name: string): unknown {
  const folder = process.env.BENCH_PACKAGES;
  if (folder === undefined) return null;
  try {
    return createRequire(join(folder, 'package.json'))(name) as unknown;
  } catch {
    return null;
  }
}
