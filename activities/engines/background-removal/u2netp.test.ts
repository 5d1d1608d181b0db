import { describe, expect, test } from '@jest/globals';
import { EngineFailure, type Pixels } from '../engine.ts';
import { createFaceFinder } from '../subject/faces.ts';
import { alphaOf, pipeline, toPixels, withAlpha } from '../pixels/pixels.ts';
import { createSubjectFinder, subjectMapSide } from '../subject/subject.ts';
import { onceEach } from '../testing/once-each.ts';
import { changed, noise, onGround, painted, plain, photo, silent } from '../testing/pictures.ts';
import { createU2netp } from './u2netp.ts';

const cutOut = createU2netp(onceEach(createSubjectFinder()), onceEach(createFaceFinder()));

async function cut(source: Pixels, mode = 'auto', engine = cutOut) {
  const { images, data } = await engine(source, { mode }, silent);
  const [result, mask] = images;
  if (!result || !mask) throw new Error('Two pictures were expected');
  const alpha = alphaOf(result.pixels);
  if (!alpha) throw new Error('The result is opaque');
  return { result, mask, alpha, data };
}

const share = (grey: Pixels, is: (value: number) => boolean) =>
  grey.data.filter(is).length / grey.data.length;

/** Mean opacity of a rectangle given in shares of the picture. */
function opacity(alpha: Pixels, [left, top, right, bottom]: readonly number[]): number {
  let [sum, count] = [0, 0];
  const [fromX, toX] = [left, right].map((x = 0) => Math.floor(x * alpha.width));
  const [fromY, toY] = [top, bottom].map((y = 0) => Math.floor(y * alpha.height));
  for (let y = fromY ?? 0; y < (toY ?? 0); y++) {
    for (let x = fromX ?? 0; x < (toX ?? 0); x++, count++)
      sum += alpha.data[y * alpha.width + x] ?? 0;
  }
  return sum / count / 255;
}

describe('background removal', () => {
  test.each([
    // photo, mode, a part of the subject, a part of the background
    ['astronaut.png', 'person', [0.38, 0.18, 0.5, 0.3], [0.7, 0, 1, 0.35]],
    ['grace_hopper.jpg', 'auto', [0.4, 0.3, 0.6, 0.5], [0.8, 0, 1, 0.3]],
    ['chelsea.png', 'animal', [0.35, 0.3, 0.55, 0.5], [0.9, 0.5, 1, 0.9]],
    ['coffee.png', 'product', [0.4, 0.45, 0.5, 0.55], [0.9, 0, 1, 1]],
    ['rocket.jpg', 'auto', [0.495, 0.5, 0.505, 0.8], [0, 0, 0.3, 1]],
    ['china.jpg', 'auto', [0.28, 0.4, 0.4, 0.6], [0.65, 0, 1, 0.4]],
    ['flower.jpg', 'product', [0.42, 0.45, 0.53, 0.6], [0, 0, 0.2, 1]],
  ])(
    'keeps the subject of %s (%s) and makes the rest transparent',
    async (name, mode, subject, rest) => {
      const source = await photo(name);
      const { result, mask, alpha, data } = await cut(source, mode);
      expect(result.pixels).toMatchObject({
        width: source.width,
        height: source.height,
        channels: 4,
      });
      expect(mask.pixels).toMatchObject({
        width: source.width,
        height: source.height,
        channels: 1,
      });
      expect(changed(mask.pixels, alpha)).toBe(0);
      expect(opacity(alpha, subject)).toBeGreaterThan(0.97);
      expect(opacity(alpha, rest)).toBeLessThan(0.03);
      expect(data).toEqual({ mode, provider: 'local', coverage: expect.any(Number) });
      expect(Number(data.coverage)).toBeCloseTo(opacity(alpha, [0, 0, 1, 1]), 3);
    },
  );

  test('is fully transparent and fully opaque in large parts, soft only at edges', async () => {
    const { alpha } = await cut(await photo('coffee.png'));
    expect(share(alpha, (value) => value === 0)).toBeGreaterThan(0.4);
    expect(share(alpha, (value) => value === 255)).toBeGreaterThan(0.4);
    expect(share(alpha, (value) => value > 20 && value < 235)).toBeLessThan(0.05);
  });

  test('keeps no colour of what it removed', async () => {
    const { result } = await cut(await photo('flower.jpg'));
    const { data } = result.pixels;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 0 && data[i + 1] !== 0)
        throw new Error(`Colour is left at pixel ${i / 4}`);
    }
  });

  test.each([
    ['flat blue', painted(512, 512, () => [30, 60, 220])],
    ['white', painted(400, 300, () => [255, 255, 255])],
    ['a gradient', painted(800, 600, (x) => [x / 4, x / 4, 255 - x / 4])],
    ['a vertical gradient', painted(320, 320, (_, y) => [0, y * 0.75, 90])],
    ['noise', noise(800, 600)],
    // The network takes noise of about its own size for a subject, and is sure of it.
    ['noise of 280 pixels', noise(280, 280)],
    ['noise of 320 pixels', noise(320, 320)],
  ])('refuses %s: no subject', async (_, picture) => {
    const failure = await cutOut(picture, { mode: 'auto' }, silent).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(EngineFailure);
    expect(failure).toMatchObject({ code: 'no_subject' });
  });

  test('keeps one of two subjects for product, both for auto', async () => {
    const flower = await photo('flower.jpg');
    const pair = await twoFlowers(flower);
    const [both, one] = [await cut(pair, 'auto'), await cut(pair, 'product')];
    expect(Number(one.data.coverage)).toBeLessThan(Number(both.data.coverage) * 0.85);
  });

  test.each([
    // mode, whether the person stays, whether the larger flower beside them stays
    ['person', true, false],
    ['product', false, true],
    ['auto', true, true],
    ['animal', true, true],
  ])('of a person and a larger flower, %s keeps %p, %p', async (mode, person, flower) => {
    const { alpha } = await cut(await flowerBesidePerson(), mode);
    expect(opacity(alpha, [0.05, 0.75, 0.15, 0.95])).toBeCloseTo(person ? 1 : 0, 1);
    expect(opacity(alpha, [0.55, 0.4, 0.7, 0.6])).toBeCloseTo(flower ? 1 : 0, 1);
  });

  test.each([
    // share of the picture that the network is sure of, whether that is a subject
    [0.008, false],
    [0.012, true],
    [0.9, true],
    [0.99, false],
  ])('takes a subject of %f of the picture: %p', async (covered, isSubject) => {
    const finder = createU2netp(
      () => Promise.resolve(mapCovering(covered)),
      () => Promise.resolve([]),
    );
    const outcome = await finder(plain(320, 320), { mode: 'auto' }, silent).catch(
      (error: unknown) => error,
    );
    expect(outcome).toMatchObject(
      isSubject ? { data: { provider: 'local' } } : { code: 'no_subject' },
    );
    expect(outcome instanceof EngineFailure).toBe(!isSubject);
  });

  test('leaves transparent what was transparent', async () => {
    const source = await photo('coffee.png');
    const half = painted(source.width, source.height, (x) => [x < source.width / 2 ? 0 : 255]);
    const { alpha } = await cut(withAlpha(source, half));
    expect(opacity(alpha, [0, 0, 0.49, 1])).toBe(0);
    expect(opacity(alpha, [0.55, 0.4, 0.6, 0.5])).toBeGreaterThan(0.9);
  });

  test('gives the same bytes for the same picture', async () => {
    const source = await photo('rocket.jpg');
    const asked = createU2netp(createSubjectFinder(), createFaceFinder());
    const [first, second] = [await cut(source), await cut(source, 'auto', asked)];
    expect(changed(first.result.pixels, second.result.pixels)).toBe(0);
  });

  test('refuses a subject that is less than a hundredth of the picture', async () => {
    const disc = painted(1000, 800, (x, y) =>
      Math.hypot(x - 500, y - 400) < 38 ? [190, 30, 30] : [143, 176, 192],
    );
    await expect(cut(disc)).rejects.toMatchObject({ code: 'no_subject' });
  });
});

async function flowerBesidePerson(): Promise<Pixels> {
  const { result: astronaut } = await cut(await photo('astronaut.png'));
  const { result: flower } = await cut(await photo('flower.jpg'));
  const small = await toPixels(pipeline(astronaut.pixels).resize(290), 4);
  return onGround(small, 10, 150, await onGround(flower.pixels, 340, 0, plain(1000, 440)));
}

/** What a network would answer that is sure of a square in the middle, and of nothing else. */
function mapCovering(share: number) {
  const from = (subjectMapSide * (1 - Math.sqrt(share))) / 2;
  const isIn = (at: number) => at + 0.5 > from && at + 0.5 < subjectMapSide - from;
  const values = Float32Array.from({ length: subjectMapSide ** 2 }, (_, i) =>
    isIn(i % subjectMapSide) && isIn(Math.floor(i / subjectMapSide)) ? 1 : 0,
  );
  return { values, confidence: 1 };
}

async function twoFlowers(flower: Pixels): Promise<Pixels> {
  const { result } = await cut(flower);
  const small = await toPixels(pipeline(result.pixels).resize(400), 4);
  return onGround(small, 0, 120, await onGround(result.pixels, 340, 0, plain(1000, 440)));
}
