import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { pixelsMax, sideMax } from '../../domain/limits.ts';
import { ChildFailure, createChildPool, type ChildPool } from '../../media/children/pool.ts';
import { catalogue } from '../../operations/index.ts';
import type { Operation, SourceSize } from '../../operations/operation.ts';
import type { EngineOutput } from './engine-task.ts';
import { isModel, models } from './models.ts';
import { isEsrgan, networkPixels } from './upscale/esrgan-network.ts';

// Whatever shape a picture may have, no engine takes much longer for it than for a square of as many pixels. Counted in
// pixels, not by a clock.

const onPictures = catalogue.filter(({ accepts }) => accepts.length > 0);
const enumerated = { aspect_ratio: '1:1' };

/** Every choice of an operation's scale, or its defaults alone. */
function inputsOf(operation: Operation): Record<string, unknown>[] {
  const asset = 'ast_00000000000000000000000000';
  return [{}, { scale: 4 }]
    .map((more) => operation.input.safeParse({ asset, ...more, ...needed(operation) }))
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []));
}

const needed = ({ input }: Operation) => ('aspect_ratio' in input.shape ? enumerated : {});

/** Shapes of all proportions whose sides and pixels are allowed: thin, long, and just at the borders of a tile. */
function* shapes(): Generator<SourceSize> {
  const lengths = [1, 2, 91, 191, 192, 193, 385, 1_225, 3_051, 4_097, 7_071, sideMax];
  for (const width of lengths) {
    for (const height of lengths) if (width * height <= pixelsMax) yield { width, height };
  }
}

test.each(onPictures.map((operation) => [operation.id, operation] as const))(
  '%s asks no engine for more work than its time-out allows, whatever the shape',
  (_, operation) => {
    let counted = 0;
    for (const input of inputsOf(operation)) {
      for (const shape of shapes()) {
        if (operation.problemWith?.(input, shape)) continue;
        for (const { model, timeoutMs } of operation.links(input, shape)) {
          expect(msAtMost(model, shape, Number(input.scale ?? 1))).toBeLessThan(timeoutMs / 2);
          counted += 1;
        }
      }
    }
    expect(counted).toBeGreaterThan(100);
  },
);

/** At rates measured, rounded up: the networks' on a core of their own, the others' on half of one. */
function msAtMost(model: string, shape: SourceSize, scale: number): number {
  const megapixels = (shape.width * shape.height) / 1e6;
  const finishing = 3_000 + megapixels * 950 * scale ** 2;
  if (isEsrgan(model)) return finishing + networkPixels(model, shape) * networkRates[model];
  return model === 'lanczos3' ? finishing : 3_000 + megapixels * 200;
}

/** In ms a pixel. */
const networkRates = { 'esrgan-slim': 0.005, 'esrgan-medium': 0.015 };

describe('a picture that is one long line', () => {
  let pool: ChildPool;
  let folder: string;
  beforeAll(async () => {
    pool = createChildPool({ heavyMax: 1, sizeMax: 2, idleMs: 60_000 });
    folder = await mkdtemp(join(tmpdir(), 'shapes-'));
  });
  afterAll(async () => {
    await pool.close();
    await rm(folder, { recursive: true });
  });

  const lines = [
    { width: sideMax, height: 1, format: 'png' },
    { width: 1, height: sideMax, format: 'webp' },
  ] as const;
  // The networks are left out: they are counted above.
  const cases = onPictures.flatMap((operation) =>
    lines.map((line) => [operation.id, line, operation] as const),
  );

  test.each(cases)('is taken or refused by %s, %j', async (_, { format, ...line }, operation) => {
    const [input = {}] = inputsOf(operation);
    const model = operation.links(input, line).at(-1)?.model ?? '';
    if (!isModel(model)) throw new Error(`${model} is no engine of ours`);
    const sourcePath = join(folder, `${line.width}.${format}`);
    const color = { r: 200, g: 30, b: 60, alpha: 0.5 };
    const create = { ...line, channels: 4, background: color } as const;
    await sharp({ create }).toFormat(format).toFile(sourcePath);
    const outcome = await pool
      .run<EngineOutput>({
        module: new URL('engine-task.ts', import.meta.url),
        task: 'runEngine',
        affinity: model,
        payload: {
          ...{ model, sourcePath, parameters: input },
          outputFolder: await mkdtemp(join(folder, model)),
          xmp: { engine: model, ...models[model] },
        },
        timeoutMs: 60_000,
        memoryBytesMax: 2 ** 31,
      })
      .then(
        () => 'done',
        (error: unknown) => (error instanceof ChildFailure ? error.code : error),
      );
    expect(['done', 'no_subject']).toContain(outcome);
  });
});
