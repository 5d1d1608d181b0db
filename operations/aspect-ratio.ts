import { z } from 'zod';
import type { Localized } from '../domain/languages.ts';
import { field } from './fields.ts';

/** The formats of screens, by the names customers use. */
export const screenFormats = ['1:1', '16:9', '9:16', '4:3'] as const;
/** Those, and what is printed. */
export const allFormats = [...screenFormats, '3:4', 'A4', 'A5'] as const;

/** A choice of format; `.default()` and the like are the operation's. */
export function aspectRatioField<const Formats extends readonly (typeof allFormats)[number][]>(
  formats: Formats,
) {
  return z.enum(formats).meta(
    field({
      label: { en: 'Format', fr: 'Format' },
      control: 'aspect-ratio',
      options: Object.fromEntries(formats.map((format) => [format, labels[format]])),
    }),
  );
}

const labels: Readonly<Record<(typeof allFormats)[number], Localized>> = {
  '1:1': { en: 'Square', fr: 'Carré' },
  '16:9': { en: 'Wide', fr: 'Paysage large' },
  '9:16': { en: 'Story', fr: 'Story' },
  '4:3': { en: 'Classic', fr: 'Classique' },
  '3:4': { en: 'Portrait', fr: 'Portrait' },
  A4: { en: 'A4 print', fr: 'A4 à imprimer' },
  A5: { en: 'A5 print', fr: 'A5 à imprimer' },
};
