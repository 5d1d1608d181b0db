import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changed, noise } from '../testing/pictures.ts';
import { cutTile, pasteTile, tilesOf } from './tiles.ts';

const side = fc.integer({ min: 1, max: 70 });

test('the tiles of a picture, cut with their surroundings and put back, are the picture', () => {
  const overlaps = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.integer({ min: 1, max: 40 }),
      overlaps,
      (width, height, max, overlap) => {
        const picture = noise(width, height);
        const copy = { ...picture, data: new Uint8Array(picture.data.length) };
        for (const tile of tilesOf(picture, max)) {
          expect(Math.max(tile.width, tile.height)).toBeLessThanOrEqual(max);
          const part = cutTile(picture, tile, overlap);
          expect(part.data).toHaveLength(part.width * part.height * 3);
          pasteTile(copy, part, tile, overlap);
        }
        expect(changed(copy, picture)).toBe(0);
      },
    ),
  );
});

test('around a tile lie the picture’s own pixels, and beyond its border the last of them', () => {
  const picture = noise(6, 5);
  const overlap = 3;
  const part = cutTile(picture, { x: 0, y: 2, width: 3, height: 3 }, overlap);
  const pixelOf = ({ data, width }: typeof picture, x: number, y: number) =>
    [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)].join(' ');
  for (let y = 0; y < part.height; y++) {
    for (let x = 0; x < part.width; x++) {
      const [fromX, fromY] = [Math.max(0, x - overlap), Math.min(4, Math.max(0, y - overlap + 2))];
      expect(pixelOf(part, x, y)).toBe(pixelOf(picture, fromX, fromY));
    }
  }
});

test('a line of 385 pixels becomes two equal parts, not one whole and a sliver', () => {
  expect(tilesOf({ width: 385, height: 1 }, 256).map(({ width }) => width)).toEqual([193, 192]);
});
