import { describe, expect, test } from '@jest/globals';
import { createFormat } from './format.ts';
import { preferredLocale } from './locale.ts';

const fr = createFormat('fr');
const en = createFormat('en');

describe('the format of numbers and times', () => {
  test('never writes U+202F, which our fonts do not have', () => {
    const all = [
      fr.number(1_234_567),
      fr.percent(38.25, 1),
      fr.bytes(49_900_000),
      fr.duration(1_500_000),
      fr.dateTime(new Date(0), 'UTC'),
      fr.ago(90_000),
    ].join(' ');
    expect(all).not.toContain('\u202f');
    expect(fr.number(1_234_567)).toBe('1\u00a0234\u00a0567');
  });

  test('writes sizes in the units people know', () => {
    expect(en.bytes(466_706)).toBe('467 kB');
    expect(fr.bytes(1_400_000)).toBe('1,4\u00a0Mo');
    expect(en.pixels(2048, 1365)).toBe('2048 × 1365');
  });

  test('writes times with as many digits as they deserve', () => {
    expect(en.duration(20)).toBe('0.02\u00a0s');
    expect(fr.duration(2_430)).toBe('2,4\u00a0s');
    expect(en.duration(90_000)).toBe('1.5\u00a0min');
  });
});

describe('the language of a first visit', () => {
  test.each([
    [null, 'en'],
    ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
    ['de,en;q=0.5,fr;q=0.7', 'fr'],
    ['de-AT,de', 'en'],
    ['fr;q=0,en', 'en'],
  ])('for %j is %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });
});
