import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Engine, Pixels } from '../engine.ts';
import { createDoubler } from './esrgan-network.ts';
import { createEsrgan } from './esrgan.ts';
import { createLanczos3 } from './lanczos3.ts';
import { alphaOf, pipeline, resize, toPixels, withAlpha } from '../pixels/pixels.ts';
import { changed, painted, photo, psnr, silent } from '../testing/pictures.ts';

const double = createDoubler('esrgan-slim');
const engines = {
  'esrgan-slim': createEsrgan('esrgan-slim', double),
  'esrgan-medium': createEsrgan('esrgan-medium', createDoubler('esrgan-medium')),
  lanczos3: createLanczos3(),
};

async function enlarge(engine: Engine, source: Pixels, options: Record<string, unknown> = {}) {
  const off = { scale: 2, enhance_details: false, denoise_strength: 0 };
  const { images, data } = await engine(source, { ...off, ...options }, silent);
  const [image] = images;
  if (!image) throw new Error('A picture was expected');
  return { image, pixels: image.pixels, data };
}

const defaults = { enhance_details: true, denoise_strength: 0.3 };

describe.each(['astronaut.png', 'coffee.png'])('upscaling %s from half its size', (name) => {
  let original: Pixels;
  let half: Pixels;
  let lanczos: number;

  beforeAll(async () => {
    // A quarter of each side's length is enough to tell, and quick.
    original = await toPixels(
      pipeline(await photo(name)).extract({ left: 120, top: 60, width: 240, height: 220 }),
      3,
    );
    half = await resize(original, 120, 110);
    lanczos = psnr(await resize(half, 240, 220), original);
  });

  test('with ESRGAN and both options off is 2 dB closer to the original than Lanczos, the larger network closest', async () => {
    const slim = psnr((await enlarge(engines['esrgan-slim'], half)).pixels, original);
    const medium = psnr((await enlarge(engines['esrgan-medium'], half)).pixels, original);
    expect(slim).toBeGreaterThan(lanczos + 2);
    expect(medium).toBeGreaterThan(slim);
  });

  test('with ESRGAN at the defaults is at least as close as Lanczos', async () => {
    const { pixels } = await enlarge(engines['esrgan-slim'], half, defaults);
    expect(psnr(pixels, original)).toBeGreaterThan(lanczos);
  });

  test('with Lanczos sharpening gains and never loses', async () => {
    expect(psnr((await enlarge(engines.lanczos3, half)).pixels, original)).toBeCloseTo(lanczos, 5);
    expect(
      psnr((await enlarge(engines.lanczos3, half, defaults)).pixels, original),
    ).toBeGreaterThan(lanczos);
  });
});

describe.each(['esrgan-slim', 'esrgan-medium', 'lanczos3'] as const)('%s', (model) => {
  const engine = engines[model];
  let source: Pixels;

  beforeAll(async () => {
    source = await toPixels(
      pipeline(await photo('china.jpg')).extract({ left: 200, top: 100, width: 90, height: 70 }),
      3,
    );
  });

  test.each([2, 4])('makes the picture exactly %i times as large and says so', async (scale) => {
    const { image, pixels, data } = await enlarge(engine, source, { scale });
    const size = { width: 90 * scale, height: 70 * scale };
    expect(image).toMatchObject({ format: 'webp', pixels: { ...size, channels: 3 } });
    expect(pixels.data.length).toBe(size.width * size.height * 3);
    expect(data).toEqual({
      original_size: { width: 90, height: 70 },
      new_size: size,
      scale,
      engine: model,
    });
  });

  test('both options change the picture measurably', async () => {
    const { pixels: plain } = await enlarge(engine, source);
    const { pixels: enhanced } = await enlarge(engine, source, { enhance_details: true });
    const { pixels: denoised } = await enlarge(engine, source, { denoise_strength: 0.3 });
    const { pixels: smooth } = await enlarge(engine, source, { denoise_strength: 1 });
    expect(changed(plain, enhanced)).toBeGreaterThan(0.2);
    expect(changed(plain, denoised)).toBeGreaterThan(0.05);
    expect(changed(denoised, smooth)).toBeGreaterThan(0.2);
  });

  test('keeps transparency, as PNG, without a dark fringe', async () => {
    const disc = painted(60, 60, (x, y) => [Math.hypot(x - 30, y - 30) < 20 ? 255 : 0]);
    const white = painted(60, 60, () => [250, 250, 250]);
    const { image, pixels } = await enlarge(engine, withAlpha(white, disc), defaults);
    expect(image.format).toBe('png');
    const alpha = alphaOf(pixels);
    expect(alpha?.data[60 * 120 + 60]).toBe(255);
    expect(alpha?.data[0]).toBe(0);
    for (let i = 0; i < pixels.data.length; i += 4) {
      if ((pixels.data[i + 3] ?? 0) > 8) expect(pixels.data[i]).toBeGreaterThan(225);
    }
  });

  test('gives the same bytes for the same picture', async () => {
    const [first, second] = [
      await enlarge(engine, source, defaults),
      await enlarge(engine, source, defaults),
    ];
    expect(changed(first.pixels, second.pixels)).toBe(0);
  });
});

describe('the tiles of ESRGAN', () => {
  test('leave no seam: a picture of two tiles is that of its parts', async () => {
    const picture = await toPixels(
      pipeline(await photo('china.jpg')).extract({ left: 100, top: 200, width: 320, height: 40 }),
      3,
    );
    const seen: number[] = [];
    const whole = await double(picture, (fraction) => seen.push(fraction));
    const part = await toPixels(
      pipeline(picture).extract({ left: 120, top: 0, width: 120, height: 40 }),
      3,
    );
    const alone = await double(part, () => undefined);
    // Around the seam, at 160 pixels, far from where the part was cut off.
    const area = (left: number) => ({ left, top: 0, width: 64, height: 80 });
    const inWhole = await toPixels(pipeline(whole).extract(area(288)), 3);
    const inPart = await toPixels(pipeline(alone).extract(area(288 - 240)), 3);
    expect(
      Math.max(...inWhole.data.map((value, i) => Math.abs(value - (inPart.data[i] ?? 0)))),
    ).toBeLessThanOrEqual(1);
    expect(seen).toEqual([0.5, 1]);
  });

  test('is delivered as PNG where WebP cannot hold its length', async () => {
    const { image } = await enlarge(
      engines.lanczos3,
      painted(8200, 2, (x) => [x % 256, 0, 0]),
    );
    expect(image).toMatchObject({ format: 'png', pixels: { width: 16_400, height: 4 } });
  });
});
