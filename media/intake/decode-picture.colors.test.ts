import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applePng,
  avifOf,
  colorFixtures,
  type Description,
  descriptions,
  jpegOf,
  pngOf,
  swatchAlpha,
  swatches,
  swatchSide,
  webpOf,
} from '../testing/color-files.ts';
import { decodePicture } from './decode-picture.ts';
import type { StillMimeType } from './image-header.ts';

/** What Chromium 153 shows of the swatches; web/e2e/colors.test.ts asks it again. */
const asTheyAre = 'ff0000 00ff00 0000ff ffffff 808080 c86432 1ea05a f0c8be';
const asDisplayP3 = 'ff0000 00ff00 0000ff ffffff 808080 d75d1f 00a352 f8c6bc';
const shown: Readonly<Record<string, string>> = {
  nothing: asTheyAre,
  'a Display P3 profile': asDisplayP3,
  'a Display P3 profile of tables': asDisplayP3,
  'an AdobeRGB profile': 'ff0000 00ff00 0000ff ffffff 818181 e3642a 00a155 fec9bf',
  'an sRGB profile': asTheyAre,
  'a grey profile': asTheyAre,
  'a broken profile': asTheyAre,
  'linear light': 'ff0000 00ff00 0000ff ffffff bcbcbc e5a87a 60d0a0 f8e5e0',
  'the gamma of a Mac': 'ff0000 00ff00 0000ff ffffff 929292 d27741 28b06d f3d2ca',
  'the usual gamma': asTheyAre,
  'gamma and primaries': 'ff0000 00ff00 0000ff ffffff 818181 d85d18 00a451 f8c7bd',
  'primaries alone': asTheyAre,
  'sRGB and a gamma': asTheyAre,
  'codes of Display P3': asDisplayP3,
  'codes of BT.2020': 'ff0000 00ff00 0000ff ffffff 808080 f14c1d 00a94f ffc2bc',
  'codes of a gamma of 2.8': 'ff0000 00ff1c 0000fe ffffff 6a6a6a c04c1b 008e43 eebdb1',
  'codes of PQ': 'ff0000 00ff00 0000ff ffffff 848484 ff0000 00e200 ff6869',
  'codes of HLG': 'ff0000 00ff00 0000f9 ffffff 636363 e63011 008a3f ff9893',
  'codes of nothing known': asTheyAre,
  'codes and another profile': asDisplayP3,
};

/** The same of the greys: one channel of each. */
const greysAsTheyAre = '00 1e 3c 5a 80 a0 c8 ff';
const shownGreys: Readonly<Record<string, string>> = {
  'an AdobeRGB profile': '00 18 39 5a 81 a1 c9 ff',
  'a grey profile': '00 28 4d 6d 92 b0 d2 ff',
  'linear light': '00 60 85 a0 bc d0 e5 ff',
  'the gamma of a Mac': '00 28 4d 6d 92 b0 d2 ff',
  'gamma and primaries': '00 18 39 5a 81 a1 c9 ff',
  'codes of a gamma of 2.8': '00 08 24 42 6a 8e bd ff',
  'codes of PQ': '00 04 1a 3d 84 d5 ff ff',
  'codes of HLG': '00 0d 27 42 63 87 ca ff',
};

const tolerance = 5;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colors-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The middle of each swatch. */
async function decoded(file: Buffer, mimeType: StillMimeType) {
  const path = join(folder, 'file');
  await writeFile(path, file);
  const { data, width, channels } = await decodePicture(path, mimeType);
  return swatches.map((_, i) => {
    const at = ((swatchSide / 2) * width + (i + 0.5) * swatchSide) * channels;
    return [...data.subarray(at, at + channels)];
  });
}

/** The largest difference in any channel of any swatch from what is expected, alpha left out. */
function farthest(colors: readonly (readonly number[])[], expected: string): number {
  const wanted = expected
    .split(' ')
    .map((hex) => (hex.length === 2 ? hex.repeat(3) : hex).match(/../g) ?? []);
  const differences = colors.flatMap((color, i) =>
    [0, 1, 2].map((c) => Math.abs((color[c] ?? NaN) - Number.parseInt(wanted[i]?.[c] ?? '', 16))),
  );
  return Math.max(...differences);
}

describe.each([8, 16] as const)('a PNG of %i bits', (depth) => {
  describe.each([false, true])('with transparency: %s', (alpha) => {
    test.each(descriptions)('is what a browser shows, whatever it says: $name', async (said) => {
      const colors = await decoded(pngOf(said, { depth, alpha, grey: false }), 'image/png');
      expect(farthest(colors, shown[said.name] ?? '')).toBeLessThanOrEqual(tolerance);
      for (const color of colors) expect(color[3]).toBe(alpha ? swatchAlpha : undefined);
    });

    test.each(descriptions)('of greys too: $name', async (said) => {
      const colors = await decoded(pngOf(said, { depth, alpha, grey: true }), 'image/png');
      const expected = shownGreys[said.name] ?? greysAsTheyAre;
      expect(farthest(colors, expected)).toBeLessThanOrEqual(tolerance);
      for (const color of colors) expect(color[3]).toBe(alpha ? swatchAlpha : undefined);
    });
  });
});

const withProfiles = descriptions.filter(({ icc, codes }) => icc && !codes);
// Of PQ the noise of a lossy file is seen: only the browser, with the same noise, can tell.
const withCodes = descriptions.filter((said) => said.codes && !said.icc && said.codes[1] !== 16);
const files: [string, StillMimeType, (said: Description) => Promise<Buffer>, Description][] = [
  ...withProfiles.map((said) => ['JPEG', 'image/jpeg', jpegOf, said] as const),
  ...withProfiles.map((said) => ['WebP', 'image/webp', webpOf, said] as const),
  ...withCodes.map((said) => ['AVIF', 'image/avif', avifOf, said] as const),
].map(([kind, type, make, said]) => [`${kind} with ${said.name}`, type, make, said]);

test.each(files)('is what a browser shows: a %s', async (_, type, make, said) => {
  const colors = await decoded(await make(said), type);
  expect(farthest(colors, shown[said.name] ?? '')).toBeLessThanOrEqual(tolerance);
});

test.each([
  ['plain.heic', asTheyAre, undefined],
  ['grid.heic', asTheyAre, undefined],
  ['second-is-primary.heic', asTheyAre, undefined],
  ['p3-icc.heic', asDisplayP3, undefined],
  ['p3-codes-10-bit.heic', asDisplayP3, undefined],
  ['alpha.heic', asTheyAre, swatchAlpha],
  ['p3-icc.avif', asDisplayP3, undefined],
  ['premultiplied.avif', asTheyAre, swatchAlpha],
  ['sequence.avif', asTheyAre, undefined],
])('is what it says of itself: %s', async (name, expected, alpha) => {
  const type = name.endsWith('heic') ? 'image/heic' : 'image/avif';
  const colors = await decoded(await readFile(new URL(name, colorFixtures)), type);
  expect(farthest(colors, expected)).toBeLessThanOrEqual(tolerance);
  for (const color of colors) expect(color[3]).toBe(alpha);
});

test('an AVIF may go by a general brand first', async () => {
  const file = await readFile(new URL('p3-codes.avif', colorFixtures));
  file.write('mif1', 8, 'latin1');
  expect(farthest(await decoded(file, 'image/avif'), asDisplayP3)).toBeLessThanOrEqual(tolerance);
});

test('a PNG of Apple’s own kind has red first and its colours whole again', async () => {
  const colors = await decoded(applePng(), 'image/png');
  expect(farthest(colors, asTheyAre)).toBeLessThanOrEqual(1);
  for (const color of colors) expect(color[3]).toBe(swatchAlpha);
});

test('inks without a profile take their light from white, as in browsers', async () => {
  const colors = await decoded(await readFile(new URL('inks.jpg', colorFixtures)), 'image/jpeg');
  const light = 'ffffff ff0000 00ffff 7f7f7f c86432 3f3f7f 000000 c6eba1';
  expect(farthest(colors, light)).toBeLessThanOrEqual(tolerance);
});
