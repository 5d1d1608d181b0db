import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Font } from 'satori';

const { resolve } = createRequire(import.meta.url);

/** Our faces: package, weight. Each is read in its Latin and its extended Latin part. */
const faces = {
  outfit: ['outfit', 700],
  'outfit-text': ['outfit', 400],
  abril: ['abril-fatface', 400],
  josefin: ['josefin-sans', 600],
  jost: ['jost', 400],
  'jost-text': ['jost', 400],
  anton: ['anton', 400],
  archivo: ['archivo', 600],
  fredoka: ['fredoka', 600],
  'fredoka-text': ['fredoka', 500],
} as const;

export type Face = keyof typeof faces;

/** The font files of a face, in the form that satori takes. */
export async function loadFace(face: Face): Promise<Font[]> {
  const [family, weight] = faces[face];
  return Promise.all(
    (['latin', 'latin-ext'] as const).map(async (subset) => ({
      name: subset === 'latin' ? face : `${face}-ext`,
      data: await readFile(
        resolve(`@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff`),
      ),
      weight: 400 as const,
      style: 'normal' as const,
    })),
  );
}
