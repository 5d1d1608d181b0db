import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sizeOfUndecoded, sniffType } from './picture.ts';

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

describe('the size of a picture that a browser may not know', () => {
  const fixture = (name: string) =>
    readFileSync(new URL(`../../media/fixtures/colors/${name}`, import.meta.url));
  const applePng = Buffer.concat([
    text('\x89PNG\r\n\x1a\n\0\0\0\x04CgBI\0\0\0\0\0\0\0\0\0\0\0\rIHDR'),
    Buffer.from('00000140000000280806000000', 'hex'),
  ]);
  test.each([
    ['a HEIC', fixture('plain.heic'), { width: 320, height: 40 }],
    ['a HEIC of tiles', fixture('grid.heic'), { width: 320, height: 40 }],
    ['a HEIC on its side', fixture('turned-6.heic'), { width: 64, height: 32 }],
    ['a HEIC upside down', fixture('turned-3.heic'), { width: 64, height: 32 }],
    ['a PNG of Apple’s own kind', applePng, { width: 320, height: 40 }],
    ['a HEIC without anything in it', text('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), null],
    ['a broken JPEG', sample('flower.jpg').subarray(0, 100), null],
    ['a broken PNG', sample('coffee.png').subarray(0, 100), null],
  ])('is read from %s', (_name, bytes, size) => {
    expect(sizeOfUndecoded(bytes)).toEqual(size);
  });
});
