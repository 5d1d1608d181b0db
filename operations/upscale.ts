import { z } from 'zod';
import { megapixelsMax, megapixelsOf, pixelsMax } from '../domain/limits.ts';
import { assetField, field, stillImages } from './fields.ts';
import { defineOperation, localLink } from './operation.ts';

/** Above this the network takes longer than people wait. */
const networkPixelsMax = 1_500_000;
const networkSecondsAMegapixel = 25;
const lanczosSecondsAMegapixel = 1;

export const upscale = defineOperation({
  id: 'upscale',
  version: 1,
  name: { en: 'Upscale', fr: 'Agrandir' },
  description: {
    en: 'Twice or four times the size, with sharper detail.',
    fr: 'Deux ou quatre fois plus grand, avec des détails plus nets.',
  },
  icon: 'maximize',
  input: z.strictObject({
    asset: assetField(),
    scale: z
      .literal([2, 4])
      .default(2)
      .meta(
        field({
          label: { en: 'Scale', fr: 'Facteur' },
          options: { '2': { en: '2×', fr: '2×' }, '4': { en: '4×', fr: '4×' } },
        }),
      ),
    enhance_details: z
      .boolean()
      .default(true)
      .meta(field({ label: { en: 'Enhance details', fr: 'Renforcer les détails' } })),
    denoise_strength: z
      .number()
      .min(0)
      .max(1)
      .default(0.3)
      .meta(field({ label: { en: 'Noise reduction', fr: 'Réduction du bruit' } })),
  }),
  output: 'image',
  accepts: stillImages,
  prices: [
    { credits: 2, when: { scale: 2 } },
    { credits: 4, when: { scale: 4 } },
  ],
  usualDurationMs: 15_000,
  determinism: 'always',
  links({ scale }, source) {
    const pixels = source ? source.width * source.height : Infinity;
    const link = (model: string, secondsAMegapixel: number) => {
      // The network doubles: for four times the size it works on the double as well.
      const megapixels = (Math.min(pixels, pixelsMax) / 1e6) * (scale === 4 ? 5 : 1);
      const seconds = Math.max(1, Math.round(megapixels * secondsAMegapixel));
      return localLink(model, scale, 180_000, 'heavy', seconds);
    };
    const lanczos = link('lanczos3', lanczosSecondsAMegapixel);
    return pixels <= networkPixelsMax
      ? [link('esrgan-slim', networkSecondsAMegapixel), lanczos]
      : [lanczos];
  },
  problemWith({ scale }, source) {
    if (!source) return null;
    const [width, height] = [source.width * scale, source.height * scale];
    if (width * height <= pixelsMax) return null;
    return {
      code: 'output_too_large',
      field: 'input.scale',
      message: `The result would have ${megapixelsOf(width * height)} MP (${width} × ${height}), at most ${megapixelsMax} MP are made`,
    };
  },
});
