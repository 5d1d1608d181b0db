import { n } from '../layouts/drawing.ts';
import type { LoadedFont } from './font-files.ts';
import type { Glyph, ShapedLine } from './shaping.ts';

/**
 * A line's glyphs as SVG paths, one a run of glyphs of one font: outlines of two fonts may wind in opposite ways and would
 * cut holes into each other. Pixels; `x`, `y` where the line starts on its baseline.
 */
export function outlineOf({ glyphs }: ShapedLine, x: number, y: number, size: number): string {
  const paths: string[] = [];
  let font: LoadedFont | null = null;
  let path = '';
  for (const glyph of glyphs) {
    if (glyph.font !== font && path !== '') paths.push(path);
    if (glyph.font !== font) path = '';
    font = glyph.font;
    path += outlineOfGlyph(glyph, x + glyph.x * size, y + glyph.y * size, size);
  }
  return [...paths, path]
    .filter((each) => each !== '')
    .map((each) => `<path d="${each}"/>`)
    .join('');
}

function outlineOfGlyph({ font, id }: Glyph, x: number, y: number, size: number): string {
  const scale = size / font.upem;
  return font.font
    .glyphToJson(id)
    .map(({ type, values }) => {
      const placed = values.map((value, i) =>
        n(i % 2 === 0 ? x + value * scale : y - value * scale),
      );
      return type + placed.join(' ');
    })
    .join('');
}
