import { expect, test } from '@jest/globals';
import { catalogue } from '../../operations/index.ts';
import { texts as en } from './texts.en.ts';
import { texts as fr } from './texts.fr.ts';

test.each(catalogue.map(({ id, name }) => ({ id, name })))(
  'whoever says the short name of $id to the browser means its full one, which contains it',
  ({ id, name }) => {
    for (const [language, { short }] of [
      ['en', en],
      ['fr', fr],
    ] as const) {
      const shown = (short as Readonly<Record<string, string | undefined>>)[id] ?? name[language];
      expect(name[language].toLowerCase()).toContain(shown.toLowerCase());
    }
  },
);
