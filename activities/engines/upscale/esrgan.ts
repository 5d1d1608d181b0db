import { backProject } from './back-projection.ts';
import type { Engine, Pixels } from '../engine.ts';
import type { Doubler, EsrganModel } from './esrgan-network.ts';
import { pipeline, resize, toPixels } from '../pixels/pixels.ts';
import { createUpscaler } from './upscaler.ts';

/** ESRGAN doubles the picture; four times is that, doubled again by Lanczos3. */
export function createEsrgan(model: EsrganModel, double: Doubler): Engine {
  return createUpscaler(model, async (colour, { scale, enhanceDetails }, progress) => {
    const doubled = await double(colour, (fraction) => {
      progress(fraction * 0.9);
    });
    const faithful = await backProject(doubled, colour);
    const large =
      scale === 2 ? faithful : await resize(faithful, colour.width * scale, colour.height * scale);
    return enhanceDetails ? sharpen(large) : large;
  });
}

/** Gently: stronger settings show halos and lose what the network had won. */
function sharpen(picture: Pixels): Promise<Pixels> {
  return toPixels(pipeline(picture).sharpen({ sigma: 0.8, m1: 0.5, m2: 1 }), 3);
}
