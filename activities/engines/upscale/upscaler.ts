import { denoise } from './denoise.ts';
import { spreadColors } from './edge-colors.ts';
import type { Engine, EngineImage, Pixels } from '../engine.ts';
import { alphaOf, resize, withAlpha } from '../pixels/pixels.ts';

/** WebP holds no longer side. */
const webpSideMax = 16_383;

interface Enlargement {
  readonly scale: 2 | 4;
  readonly enhanceDetails: boolean;
}

/** Enlarges an RGB picture to exactly `scale` times its size; tells how much is done, 0–1. */
export type Enlarge = (
  colour: Pixels,
  enlargement: Enlargement,
  progress: (fraction: number) => void,
) => Promise<Pixels>;

/**
 * An upscaling engine around a way to enlarge colours. Parameters: `{scale, enhance_details,
 * denoise_strength}`. Noise goes first, transparency is enlarged on its own. Gives one picture and
 * `{original_size, new_size, scale, engine}`.
 */
export function createUpscaler(engine: string, enlarge: Enlarge): Engine {
  return async (source, input, { progress }) => {
    const { scale, enhance_details: enhance, denoise_strength: strength } = input;
    if (!source || (scale !== 2 && scale !== 4))
      throw new Error('Upscaling needs a picture and 2 or 4');
    const colour = denoise(spreadColors(source, 4), Number(strength));
    progress(0.05);
    const large = await enlarge(colour, { scale, enhanceDetails: enhance === true }, (fraction) => {
      progress(0.05 + fraction * 0.85);
    });
    const alpha = alphaOf(source);
    const pixels = alpha ? withAlpha(large, await resize(alpha, large.width, large.height)) : large;
    return {
      images: [fileOf(pixels)],
      data: {
        original_size: { width: source.width, height: source.height },
        new_size: { width: pixels.width, height: pixels.height },
        scale,
        engine,
      },
    };
  };
}

function fileOf(pixels: Pixels): EngineImage {
  const needsPng = pixels.channels === 4 || Math.max(pixels.width, pixels.height) > webpSideMax;
  return needsPng
    ? { role: 'result', pixels, format: 'png' }
    : { role: 'result', pixels, format: 'webp', quality: 95 };
}
