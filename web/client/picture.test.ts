import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sniffType } from './picture.ts';
import { pollDelay } from './watch-job.ts';

const sample = (name: string) =>
  readFileSync(new URL(`../public/samples/${name}`, import.meta.url));
const text = (content: string) => Buffer.from(content, 'latin1');

describe('the type of a chosen file', () => {
  test.each([
    ['a photograph', sample('flower.jpg'), 'image/jpeg'],
    ['a PNG whatever its name says', sample('coffee.png'), 'image/png'],
    ['WebP', text('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
    ['AVIF', text('\0\0\0\x20ftypavif'), 'image/avif'],
    ['HEIC, to say that it is not accepted', text('\0\0\0\x18ftypheic'), 'image/heic'],
    ['SVG', text('<svg xmlns="http://www.w3.org/2000/svg">'), null],
    ['GIF', text('GIF89a'), null],
    ['an empty file', text(''), null],
  ])('is told by its first bytes: %s', (_name, bytes, type) => {
    expect(sniffType(bytes)).toBe(type);
  });
});

describe('the wait between two polls', () => {
  test('grows while nothing changes and never exceeds two seconds', () => {
    expect(pollDelay(0, 0)).toBe(300);
    expect(pollDelay(3, 0)).toBeGreaterThan(pollDelay(2, 0));
    expect(pollDelay(100, 0)).toBe(2_000);
  });

  test('doubles with each failure up to a quarter of a minute', () => {
    expect([1, 2, 3, 4, 5, 9].map((failures) => pollDelay(0, failures))).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
  });
});
