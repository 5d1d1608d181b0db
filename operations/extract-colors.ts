import { z } from 'zod';
import { assetField, field, stillImages } from './fields.ts';
import { defineOperation, localLink } from './operation.ts';

export const extractColors = defineOperation({
  id: 'extract-colors',
  version: 2,
  name: { en: 'Extract colors', fr: 'Extraire les couleurs' },
  description: {
    en: 'The palette of a picture, named and measured.',
    fr: 'La palette d’une image, nommée et mesurée.',
  },
  icon: 'palette',
  input: z.strictObject({
    asset: assetField(),
    max_colors: z
      .int()
      .min(1)
      .max(12)
      .default(6)
      .meta(field({ label: { en: 'Number of colors', fr: 'Nombre de couleurs' } })),
    include_neutral: z
      .boolean()
      .default(false)
      .meta(
        field({
          label: { en: 'Include neutrals', fr: 'Inclure les neutres' },
          hint: { en: 'Greys, black and white', fr: 'Gris, noir et blanc' },
        }),
      ),
  }),
  output: 'data',
  accepts: stillImages,
  prices: [{ credits: 0, when: {} }],
  usualDurationMs: 500,
  determinism: 'always',
  links: () => [localLink('kmeans-oklab', 0, 30_000, 'quick')],
});
