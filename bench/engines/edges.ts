import { join } from 'node:path';
import sharp from 'sharp';
import { createU2netp } from '../../activities/engines/background-removal/u2netp.ts';
import type { Pixels } from '../../activities/engines/engine.ts';
import { createFaceFinder } from '../../activities/engines/subject/faces.ts';
import { createSubjectFinder } from '../../activities/engines/subject/subject.ts';
import {
  composite,
  type Ground,
  type Shape,
  shapes,
} from '../../activities/engines/testing/composites.ts';
import { type Faults, faultsOf } from '../../activities/engines/testing/faults.ts';
import { pipeline, toPixels } from '../../activities/engines/pixels/pixels.ts';
import type { Rembg } from './rembg.ts';

const grounds: readonly Ground[] = ['white', 'equal luma', 'gradient', 'blurred'];
/** The largest with two shapes alone: their matting takes a minute a picture there. */
const sizes: readonly (readonly [readonly [number, number], readonly Shape[]])[] = [
  [[640, 480], shapes],
  [[2_000, 1_500], shapes],
  [
    [4_000, 3_000],
    ['star', 'hair'],
  ],
];

type Contender = (picture: Pixels, path: string) => Promise<Pixels>;

/**
 * Subjects of known opacity and colour, cut out by the same network: how wrong opacities, their slopes and the colours on
 * other grounds are, in means over the grounds. Answers our error in opacity by that of rembg, without and with its matting.
 */
export async function compareEdges(
  folder: string,
  rembg: Rembg,
  print: (line: string) => void,
): Promise<{ plain: number; matting: number }> {
  const contenders = contendersOf(rembg);
  const totals: Record<string, number> = {};
  for (const [size, drawn] of sizes) {
    for (const shape of drawn) {
      const found = await faultsBy(contenders, shape, size, folder);
      for (const [name, faults] of Object.entries(found)) {
        const mean = meanOf(faults);
        totals[name] = (totals[name] ?? 0) + mean.perEdgePixel;
        print(
          `${size.join('×').padEnd(10)} ${shape.padEnd(6)} ${name.padEnd(8)}` +
            ` opacity ${mean.opacity.toFixed(2)} (${mean.perEdgePixel.toFixed(3)} a pixel of edge)` +
            ` slope ${mean.gradient.toFixed(2)} colour ${mean.shown.toFixed(1)}`,
        );
      }
    }
  }
  const { atelier = Number.NaN, rembg: plain = Number.NaN, matting = Number.NaN } = totals;
  return { plain: atelier / plain, matting: atelier / matting };
}

function contendersOf(rembg: Rembg): Record<string, Contender> {
  const engine = createU2netp(createSubjectFinder(), createFaceFinder());
  const byRembg =
    (withMatting: boolean): Contender =>
    async (_, path) => {
      await rembg.cut(path, withMatting);
      return toPixels(sharp(`${path}.rembg.png`), 4);
    };
  return {
    async atelier(picture) {
      const progress = () => undefined;
      const { images } = await engine(picture, { mode: 'product' }, { progress });
      const result = images.find(({ role }) => role === 'result');
      if (!result) throw new Error('nothing was cut out');
      return result.pixels;
    },
    rembg: byRembg(false),
    matting: byRembg(true),
  };
}

async function faultsBy(
  contenders: Record<string, Contender>,
  shape: Shape,
  size: readonly [number, number],
  folder: string,
): Promise<Record<string, Faults[]>> {
  const found: Record<string, Faults[]> = {};
  for (const ground of grounds) {
    const truth = await composite(shape, ground, size);
    const path = join(folder, 'composite.png');
    await pipeline(truth.picture).png({ compressionLevel: 1 }).toFile(path);
    for (const [name, cut] of Object.entries(contenders)) {
      (found[name] ??= []).push(faultsOf(await cut(truth.picture, path), truth));
    }
  }
  return found;
}

function meanOf(all: readonly Faults[]): Faults {
  const mean = (what: keyof Faults) => all.reduce((sum, each) => sum + each[what], 0) / all.length;
  return {
    opacity: mean('opacity'),
    perEdgePixel: mean('perEdgePixel'),
    gradient: mean('gradient'),
    shown: mean('shown'),
  };
}
