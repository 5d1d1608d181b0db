import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sniffType } from './picture.ts';

const sample = (name: string) =>
  readFileSync(new URL(`../../media/fixtures/photos/${name}`, import.meta.url));
const text = (content: string) => Buffer.from(content, 'latin1');

describe('the type of a chosen file', () => {
  test.each([
    ['a photograph', sample('flower.jpg'), 'image/jpeg'],
    ['a PNG whatever its name says', sample('coffee.png'), 'image/png'],
    ['WebP', text('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
    ['AVIF', text('\0\0\0\x20ftypavif'), 'image/avif'],
    ['an AVIF of a general brand', text('\0\0\0\x20ftypmif1\0\0\0\0mif1avif'), 'image/avif'],
    ['HEIC', text('\0\0\0\x18ftypheic'), 'image/heic'],
    ['SVG', text('<svg xmlns="http://www.w3.org/2000/svg">'), null],
    ['GIF', text('GIF89a'), null],
    ['an empty file', text(''), null],
  ])('is told by its first bytes: %s', (_name, bytes, type) => {
    expect(sniffType(bytes)).toBe(type);
  });
});
