import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Engine, Pixels } from '../engine.ts';
import { sizeOfFormat } from '../../../operations/format-sizes.ts';
import { bytes, toPixels } from '../pixels/pixels.ts';
import { colorsIn, drawDesign, type DesignRequest } from './design.ts';
import type { Typesetter } from './lettering.ts';
import type { Random } from './random.ts';
import { letterings, styles, type Style } from './styles.ts';

/**
 * Draws a design by rules: a layout, a palette and ornaments chosen from the words, the style and
 * the seed, and real lettering. No model, no network; the same input gives the same bytes.
 * Parameters: `{prompt, style, aspect_ratio, color_scheme, negative_prompt, seed?}`. Gives one WebP
 * and `{prompt, enhanced_prompt, revised_prompt, style, colors, seed}`; without a seed, one is made
 * from the words. `colors` are those that are drawn.
 */
export function createProcedural(typeset: Typesetter): Engine {
  return async (_source, parameters, { progress }) => {
    const request = read(parameters);
    const { prompt, style, seed } = request;
    const { width, height } = request.size;
    const { brief, canvas, art, setting } = drawDesign(request);
    const { palette, random } = canvas;
    progress(0.3);
    const lettering = await typeset(brief, letterings[style], setting);
    progress(0.6);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${art}${lettering}</svg>`;
    const drawn = await toPixels(sharp(Buffer.from(svg)).flatten({ background: palette.paper }), 3);
    const pixels = style === 'vintage' ? grain(drawn, random) : drawn;
    const colors = colorsIn(svg, palette);
    progress(0.8);
    return {
      images: [{ role: 'result', pixels, format: 'webp', quality: 92 }],
      data: {
        prompt,
        enhanced_prompt: describe(prompt, style, canvas.motifs, colors),
        revised_prompt: null,
        style,
        colors,
        seed,
      },
    };
  };
}

/** Old paper: every pixel a little lighter or darker. */
function grain(pixels: Pixels, random: Random): Pixels {
  const { width, height } = pixels;
  const data = Uint8ClampedArray.from(pixels.data);
  for (let i = 0; i < width * height; i++) {
    const lift = (random.next() - 0.5) * 14;
    for (let c = i * 3; c < i * 3 + 3; c++) data[c] = (data[c] ?? 0) + lift;
  }
  return { ...pixels, data: bytes(data) };
}

function read(parameters: Record<string, unknown>): DesignRequest {
  const {
    prompt,
    style,
    aspect_ratio: ratio,
    color_scheme: colors,
    negative_prompt: negative,
    seed,
  } = parameters;
  const text = String(prompt);
  return {
    prompt: text,
    style: styles.find((known) => known === style) ?? 'modern',
    ratio: String(ratio),
    size: sizeOfFormat(ratio),
    colors: Array.isArray(colors) ? colors.map(String) : [],
    negative: typeof negative === 'string' ? negative : '',
    seed: typeof seed === 'number' ? seed : seedOf(text),
  };
}

function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0) >>> 1;
}

function describe(
  prompt: string,
  style: Style,
  motifs: readonly string[],
  colors: readonly string[],
): string {
  const drawn = motifs.length > 0 ? `motifs: ${motifs.join(', ')}; ` : '';
  return `${prompt} — ${style} style; ${drawn}colors: ${colors.join(', ')}`;
}
