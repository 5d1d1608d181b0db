import { describe, expect, test } from '@jest/globals';
import type { Pixels } from '../engine.ts';
import { createFaceFinder } from '../subject/faces.ts';
import type { Box } from '../pixels/pixels.ts';
import { createSmartcrop } from './smartcrop.ts';
import { createSubjectFinder } from '../subject/subject.ts';
import { onceEach } from '../testing/once-each.ts';
import { onGround, painted, plain, photo, silent } from '../testing/pictures.ts';

const findFaces = onceEach(createFaceFinder());
const engine = createSmartcrop(onceEach(createSubjectFinder()), findFaces);

interface Data {
  readonly crop: Box;
  readonly original_size: object;
  readonly new_size: object;
  readonly detected_subjects: readonly (Box & { kind: string })[];
  readonly focus: { asked: string; used: string };
}

async function crop(source: Pixels, ratio: string, focus = 'auto') {
  const { images, data } = await engine(source, { aspect_ratio: ratio, focus }, silent);
  return { image: images[0], ...(data as unknown as Data) };
}

function expectInside(box: Box, frame: Box): void {
  expect(box.x).toBeGreaterThanOrEqual(frame.x);
  expect(box.y).toBeGreaterThanOrEqual(frame.y);
  expect(box.x + box.width).toBeLessThanOrEqual(frame.x + frame.width);
  expect(box.y + box.height).toBeLessThanOrEqual(frame.y + frame.height);
}

const formats = [
  ['1:1', 1024, 1024],
  ['16:9', 1920, 1080],
  ['9:16', 1080, 1920],
  ['4:3', 1600, 1200],
] as const;

describe('smart crop', () => {
  test.each(formats)(
    'makes %s exactly %i × %i from the largest rectangle',
    async (ratio, width, height) => {
      const source = await photo('china.jpg');
      const result = await crop(source, ratio, 'center');
      expect(result.image).toMatchObject({
        format: 'webp',
        quality: 90,
        pixels: { width, height },
      });
      expect(result.new_size).toEqual({ width, height });
      expect(result.original_size).toEqual({ width: source.width, height: source.height });
      const { crop: frame } = result;
      expect(frame.width === source.width || frame.height === source.height).toBe(true);
      expect(Math.abs(frame.width - (frame.height * width) / height)).toBeLessThanOrEqual(1);
      expect(Math.abs(frame.x * 2 + frame.width - source.width)).toBeLessThanOrEqual(1);
      expect(Math.abs(frame.y * 2 + frame.height - source.height)).toBeLessThanOrEqual(1);
      expect(result.focus).toEqual({ asked: 'center', used: 'center' });
      expect(result.detected_subjects).toEqual([]);
    },
  );

  test.each([
    ['astronaut.png', '16:9', 'face'],
    ['astronaut.png', '9:16', 'face'],
    ['astronaut.png', '9:16', 'auto'],
    ['grace_hopper.jpg', '16:9', 'face'],
    ['grace_hopper.jpg', '16:9', 'auto'],
  ])('keeps the face of %s whole in %s (%s), on both axes', async (name, ratio, focus) => {
    const source = await photo(name);
    const result = await crop(source, ratio, focus);
    const [face] = await findFaces(source);
    if (!face) throw new Error('The face was not found');
    expectInside(face, result.crop);
    expect(result.focus).toEqual({ asked: focus, used: focus });
    expect(result.detected_subjects).toContainEqual({ kind: 'face', ...face });
  });

  test.each([20, 500, 1080])('follows a face at %i pixels from the left', async (x) => {
    const source = await onGround(await photo('astronaut.png'), x, 150, plain(1600, 700));
    const [face] = await findFaces(source);
    if (!face) throw new Error('The face was not found');
    expectInside(face, (await crop(source, '9:16', 'face')).crop);
    expectInside(face, (await crop(source, '9:16', 'auto')).crop);
  });

  test('keeps the product whole where it fits', async () => {
    const result = await crop(await photo('flower.jpg'), '1:1', 'product');
    const [subject] = result.detected_subjects;
    expect(subject?.kind).toBe('subject');
    if (subject) expectInside(subject, result.crop);
    expect(result.focus.used).toBe('product');
  });

  test('says what it used where there is no face', async () => {
    const rocket = await crop(await photo('rocket.jpg'), '1:1', 'face');
    expect(rocket.focus).toEqual({ asked: 'face', used: 'product' });
    const plain = await crop(
      painted(400, 300, () => [40, 80, 120]),
      '1:1',
      'face',
    );
    expect(plain.focus).toEqual({ asked: 'face', used: 'auto' });
    expect(plain.detected_subjects).toEqual([]);
  });

  test.each([
    [20_000, 200],
    [60_000, 10],
  ])('crops a picture of %i × %i inside it', async (width, height) => {
    const source = plain(width, height);
    const side = Math.min(width, height);
    for (const focus of ['auto', 'face', 'product']) {
      const { crop: frame, image } = await crop(source, '1:1', focus);
      expectInside(frame, { x: 0, y: 0, width, height });
      expect(frame).toMatchObject({ width: side, height: side });
      expect(image?.pixels).toMatchObject({ width: 1024, height: 1024 });
    }
  });

  test('keeps transparency and serves pictures of a few pixels', async () => {
    const result = await crop(
      painted(5, 3, (x) => [200, 20, 20, x * 60]),
      '9:16',
      'auto',
    );
    expect(result.image?.pixels).toMatchObject({ width: 1080, height: 1920, channels: 4 });
  });
});
