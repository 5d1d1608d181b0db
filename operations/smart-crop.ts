import { z } from 'zod';
import { aspectRatioField, screenFormats } from './aspect-ratio.ts';
import { assetField, field, stillImages } from './fields.ts';
import { defineOperation, localLink } from './operation.ts';

export const smartCrop = defineOperation({
  id: 'smart-crop',
  version: 2,
  name: { en: 'Smart crop', fr: 'Recadrage intelligent' },
  description: {
    en: 'A new format that keeps what matters in the frame.',
    fr: 'Un nouveau format qui garde l’essentiel dans le cadre.',
  },
  icon: 'crop',
  input: z.strictObject({
    asset: assetField(),
    aspect_ratio: aspectRatioField(screenFormats),
    focus: z
      .enum(['auto', 'face', 'center', 'product'])
      .default('auto')
      .meta(
        field({
          label: { en: 'Focus', fr: 'Centrer sur' },
          hint: {
            en: 'If there is no face or product, the result says what was used instead.',
            fr: 'Sans visage ni produit, le résultat indique ce qui a été utilisé à la place.',
          },
          options: {
            auto: { en: 'Auto', fr: 'Auto' },
            face: { en: 'Faces', fr: 'Visages' },
            center: { en: 'Center', fr: 'Milieu' },
            product: { en: 'Product', fr: 'Produit' },
          },
        }),
      ),
  }),
  output: 'image',
  accepts: stillImages,
  prices: [{ credits: 1, when: {} }],
  usualDurationMs: 3_000,
  determinism: 'always',
  links: () => [localLink('smartcrop', 1, 60_000)],
});
