import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createChildPool, type ChildPool } from '../../media/children/pool.ts';
import type { EngineJob, EngineOutput } from './engine-task.ts';
import { models, type Model } from './models.ts';

let pool: ChildPool;
let folder: string;

beforeAll(async () => {
  pool = createChildPool({ heavyMax: 2, sizeMax: 3, idleMs: 60_000 });
  folder = await mkdtemp(join(tmpdir(), 'engines-'));
});

afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

async function run(model: Model, sourcePath: string | null, parameters: Record<string, unknown>) {
  const seen: number[] = [];
  const payload: EngineJob = {
    model,
    sourcePath,
    parameters,
    outputFolder: await mkdtemp(join(folder, model)),
    xmp: { engine: model, ...models[model] },
  };
  const output = await pool.run<EngineOutput>({
    module: new URL('engine-task.ts', import.meta.url),
    task: 'runEngine',
    affinity: model,
    payload,
    timeoutMs: 120_000,
    memoryBytesMax: 2 ** 31,
    onProgress: (fraction) => seen.push(fraction),
  });
  return { output, seen };
}

const photo = (name: string) =>
  fileURLToPath(new URL(`../../media/fixtures/photos/${name}`, import.meta.url));

const upscaling = { scale: 2, enhance_details: true, denoise_strength: 0.3 };

describe('an engine in its child', () => {
  test.each([
    [
      'u2netp',
      'rocket.jpg',
      { mode: 'auto' },
      [
        ['result', 'png', 640, 427, 4],
        ['mask', 'png', 640, 427, 1],
      ],
    ],
    [
      'smartcrop',
      'coffee.png',
      { aspect_ratio: '1:1', focus: 'center' },
      [['result', 'webp', 1024, 1024, 3]],
    ],
    ['esrgan-slim', 'chelsea.png', upscaling, [['result', 'webp', 902, 600, 3]]],
    ['lanczos3', 'flower.jpg', upscaling, [['result', 'webp', 1280, 854, 3]]],
    ['kmeans-oklab', 'china.jpg', { max_colors: 6, include_neutral: false }, []],
    [
      'procedural',
      null,
      {
        prompt: 'Fête',
        style: 'vintage',
        aspect_ratio: '4:3',
        color_scheme: [],
        negative_prompt: '',
        seed: 1,
      },
      [['result', 'webp', 1600, 1200, 3]],
    ],
  ] as const)(
    '%s writes what it says, with counted progress',
    async (model, source, parameters, files) => {
      const { output, seen } = await run(model, source && photo(source), parameters);
      expect(output).toMatchObject({ engine: model, engineVersion: models[model].version });
      expect(output.images).toHaveLength(files.length);
      for (const [i, [role, format, width, height, channels]] of files.entries()) {
        const image = output.images[i];
        if (!image) throw new Error('A picture is missing');
        expect(image).toMatchObject({ role, width, height, mimeType: `image/${format}` });
        expect(await sharp(image.path).metadata()).toMatchObject({
          format,
          width,
          height,
          channels,
          depth: 'uchar',
        });
        expect((await readFile(image.path)).length).toBe(image.bytes);
        expect(image.thumbnailBytes).toBeLessThanOrEqual(50_000);
      }
      expect(seen.at(-1)).toBe(1);
      expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    },
  );

  test('says so when the result is the picture itself, pixel for pixel', async () => {
    const square = join(folder, 'square.png');
    await sharp(photo('coffee.png')).resize(1_024, 1_024, { fit: 'fill' }).png().toFile(square);
    const parameters = { aspect_ratio: '1:1', focus: 'center' };
    const same = await run('smartcrop', square, parameters);
    expect(same.output).toMatchObject({
      data: { unchanged: true },
      images: [{ mimeType: 'image/png', width: 1_024 }],
    });
    const [before, after] = await Promise.all(
      [square, same.output.images[0]?.path].map((path) => sharp(path).raw().toBuffer()),
    );
    expect(after).toEqual(before);
    const other = await run('smartcrop', photo('coffee.png'), parameters);
    expect(other.output.data).not.toHaveProperty('unchanged');
    // As large as the source and without loss, too.
    const cut = await run('u2netp', photo('rocket.jpg'), { mode: 'auto' });
    expect(cut.output.data).not.toHaveProperty('unchanged');
  });

  test('writes the same bytes for the same picture', async () => {
    const parameters = { aspect_ratio: '9:16', focus: 'auto' };
    const first = await run('smartcrop', photo('astronaut.png'), parameters);
    const second = await run('smartcrop', photo('astronaut.png'), parameters);
    expect(second.output.images[0]?.sha256).toBe(first.output.images[0]?.sha256);
  });

  test('tells the customer’s fault from ours', async () => {
    const flat = join(folder, 'flat.png');
    await sharp({ create: { width: 300, height: 300, channels: 3, background: '#2244dd' } })
      .png()
      .toFile(flat);
    await expect(run('u2netp', flat, { mode: 'auto' })).rejects.toMatchObject({
      kind: 'task',
      code: 'no_subject',
    });
  });
});
