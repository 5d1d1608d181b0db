/** Runs inside media's children: the one place where engines meet files. One model a child. */
import sharp from 'sharp';
import type { Engine, EngineContext, Pixels } from './engine.ts';
import { encodeImage, type EncodedImage, type FileFacts } from './encode.ts';
import { createColorNamer } from './color-names.ts';
import { createFaceFinder } from './faces.ts';
import { createKmeansOklab } from './kmeans-oklab.ts';
import { isModel, type Model } from './models.ts';
import { toPixels } from './pixels.ts';
import { createSubjectFinder } from './subject.ts';
import { createU2netp } from './u2netp.ts';

sharp.cache(false);
sharp.concurrency(1);

export interface EngineJob {
  /** The link's model. */
  readonly model: string;
  /** The canonical picture; null for operations that start from words. */
  readonly sourcePath: string | null;
  readonly parameters: Record<string, unknown>;
  /** An existing folder of this attempt alone; the pictures are written there. */
  readonly outputFolder: string;
  readonly xmp: FileFacts;
}

export interface EngineOutput {
  readonly engine: string;
  readonly engineVersion: string;
  readonly data: Record<string, unknown>;
  readonly images: readonly EncodedImage[];
}

const factories: Partial<Record<Model, () => Engine>> = {
  u2netp: () => createU2netp(createSubjectFinder(), createFaceFinder()),
  'kmeans-oklab': () => createKmeansOklab(createColorNamer()),
};

const loaded = new Map<Model, Engine>();

/**
 * Decodes the source, runs the engine of `model` and writes its pictures with their thumbnails.
 * Rejects with `EngineRefusal` when the picture does not allow the operation.
 */
export async function runEngine(job: EngineJob, context: EngineContext): Promise<EngineOutput> {
  const source = job.sourcePath === null ? null : await decode(job.sourcePath);
  const result = await engineOf(job.model)(source, job.parameters, context);
  const images: EncodedImage[] = [];
  for (const image of result.images) {
    images.push(await encodeImage(image, job.outputFolder, job.xmp));
  }
  context.progress(1);
  return { engine: job.model, engineVersion: job.xmp.version, data: result.data, images };
}

/** A child keeps the engine it was started for: models load once. */
function engineOf(name: string): Engine {
  if (!isModel(name)) throw new Error(`There is no engine called ${name}`);
  const engine = loaded.get(name) ?? factories[name]?.();
  if (!engine) throw new Error(`There is no engine called ${name}`);
  loaded.set(name, engine);
  return engine;
}

async function decode(path: string): Promise<Pixels> {
  const image = sharp(path, { failOn: 'error', limitInputPixels: 50_000_000 });
  const { hasAlpha } = await image.metadata();
  return toPixels(image, hasAlpha ? 4 : 3);
}
