import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { EngineFailure, type Engine, type Pixels } from '../engine.ts';
import { sizeOfFormat } from '../../../operations/format-sizes.ts';
import { bytes, toPixels } from '../pixels/pixels.ts';
import {
  isUnprintable,
  printedWords,
  type PrintedWords,
} from '../../../operations/design/printed-words.ts';
import { colorsIn, drawDesign, type Design, type DesignRequest } from './design.ts';
import type { Canvas } from './layouts/drawing.ts';
import type { Typesetter } from './lettering/typesetter.ts';
import type { Random } from './random.ts';
import { letterings, styles, type Style } from './styles.ts';

/**
 * Draws a design by rules: a layout, a palette and ornaments chosen from the words, the style and
 * the seed, and real lettering. No model, no network; the same input gives the same bytes.
 * Parameters: `{prompt, style, aspect_ratio, color_scheme, negative_prompt, seed?}`. Gives one WebP
 * and `{prompt, enhanced_prompt, revised_prompt, style, layout, colors, seed, printed, unprinted}`; without a seed,
 * one is made from the words. `colors` are those that are drawn, `printed` the words as they stand, title first,
 * `unprinted` what was wanted and is in none of our fonts.
 * @throws EngineFailure `unprintable_words` when words are wanted and none of them can be set
 */
export function createProcedural(typesetter: Typesetter): Engine {
  return async (_source, parameters, { progress }) => {
    const request = read(parameters);
    const words = await wordsOf(request, typesetter);
    const design = drawDesign(request, words);
    const { art, setting, canvas } = design;
    progress(0.3);
    const lettering = await typesetter.set(words, letterings[request.style], setting);
    progress(0.6);
    const svg = asDocument(request.size, art + lettering.svg);
    const pixels = await rasterized(svg, canvas);
    progress(0.8);
    return {
      images: [{ role: 'result', pixels, format: 'webp', quality: 92 }],
      data: factsOf(request, words, design, colorsIn(svg, canvas.palette)),
    };
  };
}

async function wordsOf(
  { prompt, style }: DesignRequest,
  typesetter: Typesetter,
): Promise<PrintedWords> {
  const forms = [prompt, prompt.normalize('NFC'), prompt.normalize('NFKC')];
  const text = forms.flatMap((form) => [
    form,
    ...['en', 'tr', 'el'].map((locale) => form.toLocaleUpperCase(locale).normalize('NFC')),
  ]);
  const printable = await typesetter.printable(`${text.join(' ')}\u2010·`, letterings[style]);
  const words = printedWords(prompt, style, (grapheme) => printable.has(grapheme));
  if (isUnprintable(words)) {
    throw new EngineFailure('unprintable_words', 'No font holds the letters of the words');
  }
  return words;
}

function asDocument({ width, height }: DesignRequest['size'], body: string): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${body}</svg>`;
}

async function rasterized(svg: string, { palette, style, random }: Canvas): Promise<Pixels> {
  // A thousand words in outlines are longer than what libxml takes by itself.
  const image = sharp(Buffer.from(svg), { unlimited: true });
  const drawn = await toPixels(image.flatten({ background: palette.paper }), 3);
  return style === 'vintage' ? grain(drawn, random) : drawn;
}

function factsOf(
  { prompt, style, seed }: DesignRequest,
  { title, details, unprinted }: PrintedWords,
  { canvas, family }: Design,
  colors: readonly string[],
) {
  return {
    prompt,
    enhanced_prompt: describe(prompt, style, canvas.motifs, colors),
    revised_prompt: null,
    style,
    layout: family,
    colors,
    seed,
    printed: title === '' ? [] : [title, ...details],
    unprinted,
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
