import { describe, expect, test } from '@jest/globals';
import type { Pixels } from '../engine.ts';
import { unit } from '../pixels/guided-filter.ts';
import { resize, withAlpha } from '../pixels/pixels.ts';
import { subjectMapSide } from '../subject/subject.ts';
import { composite, grounds, shapes, type Shape } from '../testing/composites.ts';
import { faultsOf } from '../testing/faults.ts';
import { painted } from '../testing/pictures.ts';
import { cutEdges } from './edges.ts';

const size = [480, 360] as const;

/** What a network would say of a subject: it sees it small, and of its hair only what lies densely. */
async function mapOf(shape: Shape, opacity: Pixels): Promise<Float32Array> {
  const isSeen = shape !== 'hair';
  const seen = isSeen ? opacity : await resize(opacity, 80, 60, 'cubic');
  const { data } = await resize(seen, subjectMapSide, subjectMapSide, 'cubic');
  return Float32Array.from(data, (value) => (isSeen ? value / 255 : unit((value / 255 - 0.5) * 4)));
}

async function cut(picture: Pixels, map: Float32Array, withHoles = false): Promise<Pixels> {
  const { colour, mask } = await cutEdges(map, picture, { withHoles });
  return withAlpha(colour, mask);
}

/** How wrong a pixel of edge may be, in opacity, and in colour (0–255) on other grounds. */
const limits: Readonly<Record<Shape, readonly [number, number]>> = {
  star: [0.03, 5],
  ring: [0.1, 7],
  // Thinner than a pixel, and not on the map.
  hair: [0.2, 22],
  fur: [0.06, 12],
  lace: [0.14, 15],
  // What lies behind its middle is not known: its colour stays as it is seen.
  glass: [0.02, 30],
  thin: [0.25, 21],
};

describe.each(shapes)('the edges of %s', (shape) => {
  test.each(grounds)('are its own on %s ground', async (ground) => {
    const truth = await composite(shape, ground, size);
    const faults = faultsOf(await cut(truth.picture, await mapOf(shape, truth.opacity)), truth);
    const [opacityMax, shownMax] = limits[shape];
    expect(faults.perEdgePixel).toBeLessThan(opacityMax);
    expect(faults.shown).toBeLessThan(shownMax);
  });
});

test('edges above the first look’s size are as exact', async () => {
  const truth = await composite('star', 'equal luma', [2_000, 1_500]);
  const faults = faultsOf(await cut(truth.picture, await mapOf('star', truth.opacity)), truth);
  expect(faults.perEdgePixel).toBeLessThan(0.03);
  expect(faults.shown).toBeLessThan(5);
});

test('a thin leg is followed to its end, although the map has only the body', async () => {
  const truth = await composite('thin', 'white', size);
  const body = painted(...size, (x, y) => [Math.hypot(x - 240, y - 180) < 82 ? 255 : 0]);
  const result = await cut(truth.picture, await mapOf('thin', body));
  const at = (x: number, y: number) => result.data[(y * 480 + x) * 4 + 3] ?? 0;
  // The first leg points to the right: its last pixels.
  const tip = Array.from({ length: 20 }, (_, n) => at(365 + n, 180));
  expect(Math.min(...tip)).toBeGreaterThan(200);
  expect(at(420, 180)).toBe(0);
});

describe('a hole that the map took for subject', () => {
  const filled = painted(...size, (x, y) => [Math.hypot(x - 240, y - 180) < 119 ? 255 : 0]);
  const middle = (result: Pixels): number => {
    let sum = 0;
    for (let n = 0; n < 40 * 40; n++) {
      const [x, y] = [220 + (n % 40), 160 + Math.floor(n / 40)];
      sum += result.data[(y * 480 + x) * 4 + 3] ?? 0;
    }
    return sum / 1_600 / 255;
  };

  test.each(['white', 'green', 'dark'] as const)('is opened on %s ground', async (ground) => {
    const truth = await composite('ring', ground, size);
    const result = await cut(truth.picture, await mapOf('ring', filled), true);
    expect(middle(result)).toBeLessThan(0.01);
    expect(faultsOf(result, truth).perEdgePixel).toBeLessThan(0.06);
  });

  test('stays closed unless it is asked for, and on ground that is not plain', async () => {
    const map = await mapOf('ring', filled);
    const { picture } = await composite('ring', 'white', size);
    expect(middle(await cut(picture, map))).toBeGreaterThan(0.99);
    const { picture: soft } = await composite('ring', 'blurred', size);
    expect(middle(await cut(soft, map, true))).toBeGreaterThan(0.9);
  });

  test('is no glint, which fades', async () => {
    const shiny = painted(...size, (x, y) => {
      const far = Math.hypot(x - 240, y - 180);
      const light = Math.min(1, Math.max(0, (90 - far) / 60));
      return far < 119 ? [180 + 75 * light, 30 + 225 * light, 30 + 225 * light] : [255, 255, 255];
    });
    expect(middle(await cut(shiny, await mapOf('ring', filled), true))).toBeGreaterThan(0.99);
  });
});
