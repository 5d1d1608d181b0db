import { backProject } from './back-projection.ts';
import type { Engine } from '../engine.ts';
import { resize } from '../pixels/pixels.ts';
import { createUpscaler } from './upscaler.ts';

/**
 * Lanczos3: seconds for any size. Its sharpening gives back what the enlargement had softened (measured: 1.3–2.7 dB
 * closer to the true picture, where a sharpening filter moves away from it).
 */
export function createLanczos3(): Engine {
  return createUpscaler('lanczos3', async (colour, { scale, enhanceDetails }, progress) => {
    const large = await resize(colour, colour.width * scale, colour.height * scale);
    progress(0.3);
    return enhanceDetails ? backProject(large, colour) : large;
  });
}
