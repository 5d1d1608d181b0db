import { describe, expect, test } from '@jest/globals';
import { copyScale, mostInteresting } from './interest.ts';
import { painted, photo } from '../testing/pictures.ts';

/** Plain but for a square as high as the picture, `at` pixels from the left. */
function strip(width: number, height: number, at: number) {
  return painted(width, height, (x, y) =>
    x >= at && x < at + height
      ? [(x * 37 + y * 11) % 256, (x * 91) % 256, (y * 53) % 256]
      : [120, 120, 120],
  );
}

describe('what is looked at', () => {
  test.each([
    [640, 427],
    [1080, 1920],
    [8000, 5000],
    [4000, 500],
    [8192, 256],
    [32_000, 1000],
  ])('of %i × %i is a copy of 256 pixels in the shorter side', (width, height) => {
    expect(copyScale({ width, height })).toBe(256 / Math.min(width, height));
  });

  test('of a small picture is the picture', () => {
    expect(copyScale({ width: 200, height: 120 })).toBe(1);
  });

  test.each([
    [100_000, 400],
    [400, 100_000],
    [20_000, 200],
    [40_000_000, 1],
  ])('of %i × %i costs no more than of a picture of 32 : 1', (width, height) => {
    const work = (size: { width: number; height: number }) => {
      const scale = copyScale(size);
      const [shorter, longer] = [
        Math.min(size.width, size.height) * scale,
        Math.max(size.width, size.height) * scale,
      ];
      // smartcrop tries a frame at every 8th pixel and looks at every 8th pixel of the whole for it.
      return (longer / 8) ** 2 * Math.ceil(shorter / 8);
    };
    expect(work({ width, height })).toBeLessThanOrEqual(work({ width: 8192, height: 256 }));
  });
});

describe('the most interesting frame', () => {
  test.each([
    ['china.jpg', 16, 9, 0, 67],
    ['rocket.jpg', 9, 16, 240, 0],
    ['flower.jpg', 1, 1, 93, 0],
    ['coffee.png', 9, 16, 263, 0],
    ['astronaut.png', 16, 9, 0, 144],
    ['grace_hopper.jpg', 9, 16, 80, 0],
  ])('of %s in %i:%i', async (name, across, down, x, y) => {
    const source = await photo(name);
    const frame = {
      width: Math.min(source.width, Math.round((source.height * across) / down)),
      height: Math.min(source.height, Math.round((source.width * down) / across)),
    };
    expect(await mostInteresting(source, frame, [])).toEqual({ x, y, ...frame });
  });

  test.each([
    [4000, 500, 2900],
    [20_000, 200, 14_000],
  ])('of %i × %i lies on the only thing in it', async (width, height, at) => {
    const found = await mostInteresting(strip(width, height, at), { width: height, height }, []);
    expect(found).toMatchObject({ y: 0, width: height, height });
    expect(Math.abs(found.x - at)).toBeLessThan(height / 2);
  });
});
