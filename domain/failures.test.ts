import { describe, expect, test } from '@jest/globals';
import { problems } from '../api/http/problems/problem.ts';
import { createI18n } from '../web/i18n/instance.ts';
import { causeOf } from '../web/problems/cause-words.ts';
import { failureOf, failures, type FailureType } from './failures.ts';
import { locales } from './languages.ts';

const types = Object.keys(failures) as FailureType[];

describe.each(types)('the failure %s', (type) => {
  const failure = failureOf(type);

  test('says whose it is, whether it is tried again, and what it means for the job', () => {
    expect(['customer', 'vendor', 'ours']).toContain(failure.whose);
    expect(['never', 'budget', 'until-it-works']).toContain(failure.retry);
    // What is waited out never ends a job, and nothing of a customer's is waited for or alarms anybody.
    if (failure.retry === 'until-it-works') {
      expect([failure.whose, failure.endsTheJob]).toEqual(['ours', false]);
    }
    if (failure.whose === 'customer') {
      expect([failure.retry, failure.alarms]).toEqual(['never', false]);
    }
  });

  test('is a problem of the API', () => {
    expect(problems[type]).toMatchObject({ title: failure.title });
  });

  test.each(locales)('has words of its own in %s', async (locale) => {
    const i18n = await createI18n(locale, ['problems']);
    const words = causeOf(i18n.getFixedT(null, 'problems'), {
      code: type,
      required: 5,
      available: 1,
    });
    const own = failure.text[locale].replace('{{required}}', '5').replace('{{available}}', '1');
    expect(words).toBe(own);
    expect(words.length).toBeGreaterThan(20);
  });
});

test('a name that is none of ours is ours to look after, and another link may help', () => {
  expect(failureOf('constructor')).toBe(failures.engine_failed);
});
