import { z } from 'zod';
import { assetField, field, stillImages } from './fields.ts';
import { defineOperation, localLink } from './operation.ts';

export const backgroundRemoval = defineOperation({
  id: 'background-removal',
  version: 2,
  name: { en: 'Remove background', fr: 'Supprimer l’arrière-plan' },
  description: {
    en: 'The subject stays, the background becomes transparent.',
    fr: 'Le sujet reste, le fond devient transparent.',
  },
  icon: 'scissors',
  input: z.strictObject({
    asset: assetField(),
    mode: z
      .enum(['auto', 'person', 'product', 'animal'])
      .default('auto')
      .meta(
        field({
          label: { en: 'Detection mode', fr: 'Mode de détection' },
          options: {
            auto: { en: 'Auto', fr: 'Auto' },
            person: { en: 'Person', fr: 'Personne' },
            product: { en: 'Product', fr: 'Produit' },
            animal: { en: 'Animal', fr: 'Animal' },
          },
        }),
      ),
  }),
  output: 'image',
  accepts: stillImages,
  prices: [{ credits: 1, when: {} }],
  usualDurationMs: 3_000,
  determinism: 'always',
  links: () => [localLink('u2netp', 1, 60_000)],
});
