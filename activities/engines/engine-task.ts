/** Runs inside media's children: the one place where engines meet files. One model a child. */
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import { pixelsMax } from '../../domain/limits.ts';
import { encodeOutput, type OutputFile, type Provenance } from '../../media/outputs.ts';
import type { Engine, EngineContext, EngineImage, Pixels } from './engine.ts';
import { isModel, type Model } from './models.ts';
import { isSamePicture, toPixels } from './pixels/pixels.ts';

sharp.cache(false);
sharp.concurrency(1);

export interface EngineJob {
  /** The link's model. */
  readonly model: string;
  /** The canonical picture; null for operations that start from words. */
  readonly sourcePath: string | null;
  readonly parameters: Record<string, unknown>;
  /** Of this attempt alone; made when there are pictures to write there. */
  readonly outputFolder: string;
  readonly xmp: Provenance;
}

export interface EngineOutput {
  readonly engine: string;
  readonly engineVersion: string;
  readonly data: Record<string, unknown>;
  readonly images: readonly (OutputFile & { readonly role: 'result' | 'mask' })[];
}

/** A child runs one model, and reads the modules of that one alone: the others' would cost it half a second. */
const factories: Record<Model, () => Promise<Engine>> = {
  async u2netp() {
    const { createU2netp } = await import('./background-removal/u2netp.ts');
    return createU2netp(...(await finders()));
  },
  async smartcrop() {
    const { createSmartcrop } = await import('./smart-crop/smartcrop.ts');
    return createSmartcrop(...(await finders()));
  },
  'esrgan-slim': () => esrgan('esrgan-slim'),
  'esrgan-medium': () => esrgan('esrgan-medium'),
  async lanczos3() {
    return (await import('./upscale/lanczos3.ts')).createLanczos3();
  },
  async procedural() {
    const { createProcedural } = await import('./design/procedural.ts');
    const { createFontChooser } = await import('./design/lettering/font-choice.ts');
    const { createFontFiles } = await import('./design/lettering/font-files.ts');
    const { createTypesetter } = await import('./design/lettering/typesetter.ts');
    return createProcedural(createTypesetter(createFontChooser(createFontFiles())));
  },
  async 'kmeans-oklab'() {
    const { createKmeansOklab } = await import('./palette/kmeans-oklab.ts');
    const { createColorNamer } = await import('./palette/color-names.ts');
    return createKmeansOklab(createColorNamer());
  },
};

async function finders() {
  const { createSubjectFinder } = await import('./subject/subject.ts');
  const { createFaceFinder } = await import('./subject/faces.ts');
  return [createSubjectFinder(), createFaceFinder()] as const;
}

async function esrgan(model: 'esrgan-slim' | 'esrgan-medium'): Promise<Engine> {
  const { createEsrgan } = await import('./upscale/esrgan.ts');
  const { createDoubler } = await import('./upscale/esrgan-network.ts');
  return createEsrgan(model, createDoubler(model));
}

const loaded = new Map<Model, Promise<Engine>>();

/**
 * Decodes the source, runs the engine of `model` and writes its pictures with their thumbnails.
 * Rejects with `EngineFailure` when the picture does not allow the operation.
 */
export async function runEngine(job: EngineJob, context: EngineContext): Promise<EngineOutput> {
  const engine = await engineOf(job.model);
  const source = job.sourcePath === null ? null : await decode(job.sourcePath);
  const result = await engine(source, job.parameters, context);
  if (result.images.length > 0) await mkdir(job.outputFolder, { recursive: true });
  const images = await Promise.all(
    result.images.map(async ({ role, pixels, format, quality }) => {
      const request = { pixels, format, quality, name: role, folder: job.outputFolder };
      return { role, ...(await encodeOutput({ ...request, provenance: job.xmp })) };
    }),
  );
  context.progress(1);
  const data =
    source && isUnchanged(source, result.images)
      ? { ...result.data, unchanged: true }
      : result.data;
  return { engine: job.model, engineVersion: job.xmp.version, data, images };
}

/** Whether the result is the source, pixel for pixel: then there is nothing to pay for. */
function isUnchanged(source: Pixels, images: readonly EngineImage[]): boolean {
  const result = images.find(({ role }) => role === 'result');
  const isLossless = result?.format === 'png' && result.quality === undefined;
  return isLossless && isSamePicture(source, result.pixels);
}

/** A child keeps the engine it was started for: models load once. */
function engineOf(name: string): Promise<Engine> {
  const model = isModel(name) ? name : null;
  const engine = model && (loaded.get(model) ?? factories[model]());
  if (!engine) throw new Error(`There is no engine called ${name}`);
  loaded.set(model, engine);
  return engine;
}

async function decode(path: string): Promise<Pixels> {
  const image = sharp(path, { failOn: 'error', limitInputPixels: pixelsMax });
  const { hasAlpha } = await image.metadata();
  return toPixels(image, hasAlpha ? 4 : 3);
}
