import { expect, test } from '@jest/globals';
import { assertSize } from './picture-size.ts';

test.each([
  ['50 MP', 8_160, 6_144],
  ['64 MP', 9_248, 6_936],
])('what telephones call %s is taken', (_, width, height) => {
  expect(() => {
    assertSize({ width, height });
  }).not.toThrow();
});

test.each([
  [9_300, 6_936, 'The image has 64.5 MP (9300 × 6936), at most 64 MP are taken'],
  [20_000, 13_000, 'The image has 260 MP (20000 × 13000), at most 64 MP are taken'],
  [16_384, 10, 'A side of the image has 16384 pixels, at most 16383 are taken'],
])('%i × %i is refused with its size and the limit in one unit', (width, height, message) => {
  expect(() => {
    assertSize({ width, height });
  }).toThrow(message);
});
