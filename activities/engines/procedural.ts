import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Engine, Pixels } from './engine.ts';
import { sizeOfFormat } from './format-sizes.ts';
import { bytes, toPixels } from './pixels.ts';
import { readBrief, type Brief } from './procedural/brief.ts';
import type { Canvas } from './procedural/drawing.ts';
import { composeEmblem } from './procedural/emblem.ts';
import { finish } from './procedural/finish.ts';
import type { Typesetter } from './procedural/lettering.ts';
import { choosePalette } from './procedural/palette.ts';
import { createRandom, type Random } from './procedural/random.ts';
import { composeScene } from './procedural/scene.ts';
import { letterings, styles, type Style } from './procedural/styles.ts';
import type { MotifName } from './procedural/motifs.ts';

/** What a style draws when the prompt names nothing that we can draw. */
const ownMotifs: Readonly<Record<Style, readonly [MotifName, ...MotifName[]]>> = {
  modern: ['circle', 'wave'],
  vintage: ['sun', 'mountain'],
  minimal: ['circle', 'leaf'],
  bold: ['star', 'circle'],
  playful: ['flower', 'heart', 'star'],
};

/**
 * Draws a design by rules: a layout, a palette and ornaments chosen from the words, the style and
 * the seed, and real lettering. No model, no network; the same input gives the same bytes.
 * Parameters: `{prompt, style, aspect_ratio, color_scheme, negative_prompt, seed?}`. Gives one WebP
 * and `{prompt, enhanced_prompt, revised_prompt, style, colors, seed}`; without a seed, one is made
 * from the words.
 */
export function createProcedural(typeset: Typesetter): Engine {
  return async (_source, parameters, { progress }) => {
    const { prompt, style, ratio, colors, negative, seed } = read(parameters);
    const { width, height } = sizeOfFormat(ratio);
    const random = createRandom(seed, `${prompt}\n${style}\n${ratio}`);
    const brief = readBrief(prompt, negative);
    const palette = choosePalette(
      style,
      colors.length > 0 ? colors : brief.colors,
      brief.unwantedColors,
      random,
    );
    const motifs = chooseMotifs(brief, style);
    const canvas: Canvas = { width, height, style, palette, motifs, random };
    const { art, setting } = random.pick([composeScene, composeEmblem])(canvas);
    progress(0.3);
    const lettering = await typeset(brief, letterings[style], setting);
    progress(0.6);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${art}${finish(canvas, setting.box)}${lettering}</svg>`;
    const drawn = await toPixels(sharp(Buffer.from(svg)).flatten({ background: palette.paper }), 3);
    const pixels = style === 'vintage' ? grain(drawn, random) : drawn;
    progress(0.8);
    return {
      images: [{ role: 'result', pixels, format: 'webp', quality: 92 }],
      data: {
        prompt,
        enhanced_prompt: describe(prompt, style, motifs, palette.colors),
        revised_prompt: null,
        style,
        colors: palette.colors,
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

function read(parameters: Record<string, unknown>) {
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
    colors: Array.isArray(colors) ? colors.map(String) : [],
    negative: typeof negative === 'string' ? negative : '',
    seed: typeof seed === 'number' ? seed : seedOf(text),
  };
}

function seedOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0) >>> 1;
}

function chooseMotifs(brief: Brief, style: Style): readonly [MotifName, ...MotifName[]] {
  const allowed = ownMotifs[style].filter((motif) => !brief.unwantedMotifs.includes(motif));
  const [first = 'leaf', ...others] = brief.motifs.length > 0 ? brief.motifs : allowed;
  return [first, ...others];
}

function describe(
  prompt: string,
  style: Style,
  motifs: readonly string[],
  colors: readonly string[],
): string {
  return `${prompt} — ${style} style; motifs: ${motifs.join(', ')}; colors: ${colors.join(', ')}`;
}
