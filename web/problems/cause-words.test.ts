import { describe, expect, test } from '@jest/globals';
import { createI18n } from '../i18n/instance.ts';
import { causeOf } from './cause-words.ts';

describe('why a job has no credits', () => {
  const code = 'insufficient_credits';

  test.each([
    ['en', { required: 5, available: 0 }, /^Not enough credits: 5 needed, 0 available\./],
    [
      'fr',
      { required: 5, available: 0 },
      /^Crédits insuffisants\u00a0: 5 demandés, 0 disponibles\./,
    ],
    ['en', {}, /^Not enough credits\. Your settings are kept\.$/],
    ['fr', {}, /^Crédits insuffisants\. Vos réglages sont gardés\.$/],
    ['en', { required: 5 }, /^Not enough credits\. /],
    ['fr', { available: 4 }, /^Crédits insuffisants\. /],
  ] as const)('is said in %s with the figures of %j only', async (locale, figures, words) => {
    const i18n = await createI18n(locale, ['problems']);
    const t = i18n.getFixedT(null, 'problems');
    expect(causeOf(t, { code, ...figures })).toMatch(words);
  });
});
