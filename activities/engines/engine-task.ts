/** Runs inside media's children: the one place where engines meet files. One model a child. */
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import { pixelsMax } from '../../domain/limits.ts';
import { encodeOutput, type OutputFile, type Provenance } from '../../media/outputs.ts';
import { createColorNamer } from './palette/color-names.ts';
import type { Engine, EngineContext, EngineImage, Pixels } from './engine.ts';
import { createEsrganSlim } from './upscale/esrgan-slim.ts';
import { createDoubler } from './upscale/esrgan-network.ts';
import { createFaceFinder } from './subject/faces.ts';
import { createKmeansOklab } from './palette/kmeans-oklab.ts';
import { createLanczos3 } from './upscale/lanczos3.ts';
import { isModel, type Model } from './models.ts';
import { createProcedural } from './design/procedural.ts';
import { createFontChooser } from './design/lettering/font-choice.ts';
import { createFontFiles } from './design/lettering/font-files.ts';
import { createTypesetter } from './design/lettering/typesetter.ts';
import { isSamePicture, toPixels } from './pixels/pixels.ts';
import { createSmartcrop } from './smart-crop/smartcrop.ts';
import { createSubjectFinder } from './subject/subject.ts';
import { createU2netp } from './background-removal/u2netp.ts';

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

const factories: Record<Model, () => Engine> = {
  u2netp: () => createU2netp(createSubjectFinder(), createFaceFinder()),
  smartcrop: () => createSmartcrop(createSubjectFinder(), createFaceFinder()),
  'esrgan-slim': () => createEsrganSlim(createDoubler()),
  lanczos3: createLanczos3,
  procedural: () => createProcedural(createTypesetter(createFontChooser(createFontFiles()))),
  'kmeans-oklab': () => createKmeansOklab(createColorNamer()),
};

const loaded = new Map<Model, Engine>();

/**
 * Decodes the source, runs the engine of `model` and writes its pictures with their thumbnails.
 * Rejects with `EngineFailure` when the picture does not allow the operation.
 */
export async function runEngine(job: EngineJob, context: EngineContext): Promise<EngineOutput> {
  const engine = engineOf(job.model);
  const source = job.sourcePath === null ? null : await decode(job.sourcePath);
  const result = await engine(source, job.parameters, context);
  if (result.images.length > 0) await mkdir(job.outputFolder, { recursive: true });
  const images = [];
  for (const { role, pixels, format, quality } of result.images) {
    const request = { pixels, format, quality, name: role, folder: job.outputFolder };
    images.push({ role, ...(await encodeOutput({ ...request, provenance: job.xmp })) });
  }
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
function engineOf(name: string): Engine {
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
