import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { decodePicture } from '../../media/intake/decode-picture.ts';
import type { StillMimeType } from '../../media/intake/image-header.ts';
import {
  avifOf,
  colorFixtures,
  descriptions,
  jpegOf,
  pngOf,
  swatches,
  swatchSide,
  webpOf,
} from '../../media/testing/color-files.ts';
import { launchBrowser } from './browser.ts';

let browser: Browser;
let page: Page;
let folder: string;
beforeAll(async () => {
  browser = await launchBrowser('--force-color-profile=srgb');
  page = await browser.newPage();
  folder = await mkdtemp(join(tmpdir(), 'shown-'));
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

const places = swatches.map((_, i) => [(i + 0.5) * swatchSide, swatchSide / 2] as const);

/** What the browser paints at the middle of each swatch. */
function shownBy(file: Buffer, type: StillMimeType): Promise<number[][]> {
  const url = `data:${type};base64,${file.toString('base64')}`;
  return page.evaluate(
    async ([source, points]) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      return points.map(([x, y]) =>
        [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3),
      );
    },
    [url, places] as const,
  );
}

async function stored(file: Buffer, type: StillMimeType): Promise<number[][]> {
  const path = join(folder, 'file');
  await writeFile(path, file);
  const { data, width, channels } = await decodePicture(path, type);
  return places.map(([x, y]) => {
    const at = (y * width + x) * channels;
    return [...data.subarray(at, at + 3)];
  });
}

const worst = (a: number[][], b: number[][]) =>
  Math.max(...a.flatMap((color, i) => color.map((v, c) => Math.abs(v - (b[i]?.[c] ?? NaN)))));

const shapes = [8, 16].flatMap((depth) =>
  [false, true].flatMap((grey) =>
    [false, true].map((alpha) => ({ depth: depth as 8 | 16, grey, alpha })),
  ),
);

test('what is stored of a picture is what a browser shows of it, whatever it says of its colours', async () => {
  const wrong: [string, number][] = [];
  for (const said of descriptions) {
    const files: [string, StillMimeType, Buffer][] = shapes.map((shape) => [
      `PNG ${JSON.stringify(shape)}`,
      'image/png',
      pngOf(said, shape),
    ]);
    files.push(['JPEG', 'image/jpeg', await jpegOf(said)]);
    files.push(['WebP', 'image/webp', await webpOf(said)]);
    if (!said.icc) files.push(['AVIF', 'image/avif', await avifOf(said)]);
    for (const [name, type, file] of files) {
      const difference = worst(await stored(file, type), await shownBy(file, type));
      if (!(difference <= 5)) wrong.push([`${name}: ${said.name}`, difference]);
    }
  }
  expect(wrong).toEqual([]);
});

test.each(['inks.jpg', 'p3-icc.avif', 'p3-codes.avif', 'premultiplied.avif', 'sequence.avif'])(
  'so it is with a file of another program: %s',
  async (name) => {
    const file = await readFile(new URL(name, colorFixtures));
    const type = name.endsWith('jpg') ? 'image/jpeg' : 'image/avif';
    expect(worst(await stored(file, type), await shownBy(file, type))).toBeLessThanOrEqual(5);
  },
);
