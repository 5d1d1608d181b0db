import { z } from 'zod';
import { allFormats, aspectRatioField } from './aspect-ratio.ts';
import { cssColor } from './css-color.ts';
import { field, freeText } from './fields.ts';
import { defineOperation, localLink } from './operation.ts';

const seedMax = 2 ** 31 - 1;

const styleField = z
  .enum(['modern', 'vintage', 'minimal', 'bold', 'playful'])
  .default('modern')
  .meta(
    field({
      label: { en: 'Style', fr: 'Style' },
      control: 'style',
      options: {
        modern: { en: 'Modern', fr: 'Moderne' },
        vintage: { en: 'Vintage', fr: 'Vintage' },
        minimal: { en: 'Minimal', fr: 'Minimaliste' },
        bold: { en: 'Bold', fr: 'Audacieux' },
        playful: { en: 'Playful', fr: 'Ludique' },
      },
    }),
  );

export const textToDesign = defineOperation({
  id: 'text-to-design',
  version: 2,
  name: { en: 'Text to design', fr: 'Texte vers design' },
  description: {
    en: 'A poster from a few words: layout, palette and lettering.',
    fr: 'Une affiche à partir de quelques mots : mise en page, palette et typographie.',
  },
  icon: 'type',
  input: z.strictObject({
    prompt: freeText()
      .min(1)
      .meta(
        field({
          label: { en: 'Describe your design', fr: 'Décrivez votre design' },
          hint: {
            en: 'Put the words to print in quotation marks.',
            fr: 'Mettez entre guillemets les mots à imprimer.',
          },
          control: 'printed',
        }),
      ),
    style: styleField,
    aspect_ratio: aspectRatioField(allFormats).default('1:1'),
    color_scheme: z
      .array(cssColor())
      .max(12)
      .default([])
      .meta(field({ label: { en: 'Colors', fr: 'Couleurs' }, control: 'colors' })),
    negative_prompt: freeText()
      .default('')
      .meta(
        field({
          label: { en: 'Leave out', fr: 'À éviter' },
          hint: { en: 'Motifs and colors', fr: 'Motifs et couleurs' },
          control: 'text',
        }),
      ),
    seed: z
      .int()
      .min(0)
      .max(seedMax)
      .optional()
      .meta(
        field({
          label: { en: 'Seed', fr: 'Graine' },
          hint: {
            en: 'The same seed gives the same design.',
            fr: 'La même graine donne le même design.',
          },
          control: 'seed',
        }),
      ),
  }),
  output: 'image',
  accepts: [],
  prices: [{ credits: 5, when: {} }],
  usualDurationMs: 2_000,
  determinism: 'seeded',
  links: () => [localLink('procedural', 5, 60_000, 'light')],
});
