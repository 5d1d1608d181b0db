import { z } from 'zod';
import { field } from './fields.ts';

/** The formats that a picture may be made in, by the names customers use. */
const aspectRatios = ['1:1', '16:9', '9:16', '4:3'] as const;

/** A choice of format; `.default()` and the like are the operation's. */
export function aspectRatioField() {
  return z.enum(aspectRatios).meta(
    field({
      label: { en: 'Format', fr: 'Format' },
      control: 'aspect-ratio',
      options: {
        '1:1': { en: 'Square', fr: 'Carré' },
        '16:9': { en: 'Wide', fr: 'Paysage large' },
        '9:16': { en: 'Story', fr: 'Story' },
        '4:3': { en: 'Classic', fr: 'Classique' },
      },
    }),
  );
}
