import { CancelledFailure } from '@temporalio/activity';
import { ChildFailure, type ChildPool } from '../../media/children/pool.ts';
import { isModel, models } from '../engines/models.ts';
import type { Link } from '../../domain/plan.ts';
import { final, isFullOrFailing, passing } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Production, ProducedFile, Provider } from './provider.ts';

const childModule = new URL('../engines/engine-task.ts', import.meta.url);
const memoryBytesMax = 3 * 1024 ** 3;
/** In plans of release 0.1.0, which do not say it. */
const lightModels = new Set(['kmeans-oklab', 'procedural']);

/** Work that needs no core of its own never waits behind a picture that is being computed. */
function isLight({ light, model }: Link): boolean {
  return light ?? lightModels.has(model);
}

interface EngineImage {
  role: string;
  path: string;
  mimeType: string;
  width: number;
  height: number;
  bytes: number;
  sha256: string;
  thumbnailPath: string;
  thumbnailSha256: string;
  thumbnailBytes: number;
}

interface EngineAnswer {
  engine: string;
  engineVersion: string;
  data: Record<string, unknown>;
  images: EngineImage[];
}

/** Our own engines, each in a killable child that keeps its model loaded. */
export function createLocalProvider(deps: { pool: ChildPool; log: Log }): Provider {
  return {
    name: 'local',
    hasRoom: (link) => deps.pool.hasRoom(!isLight(link)),
    async produce({ link, input, sourcePath, outputFolder }, { signal, onProgress }) {
      const { model } = link;
      if (!isModel(model)) throw final('engine_failed', `There is no engine called ${model}`);
      const answer = await deps.pool
        .run<EngineAnswer>({
          module: childModule,
          task: 'runEngine',
          affinity: model,
          payload: {
            model,
            sourcePath,
            parameters: input,
            outputFolder,
            xmp: { engine: model, ...models[model] },
          },
          timeoutMs: link.timeoutMs,
          memoryBytesMax,
          signal,
          heavy: !isLight(link),
          onProgress,
        })
        .catch((error: unknown) => {
          deps.log.warn({ model, ...reasonOf(error) }, 'the engine gave nothing');
          throw asProviderFailure(error);
        });
      return asProduction(answer);
    },
  };
}

function asProduction(answer: EngineAnswer): Production {
  return {
    engine: answer.engine,
    engineVersion: answer.engineVersion,
    data: answer.data,
    costMicroUsd: 0,
    images: answer.images.map((image) => ({
      role: image.role,
      width: image.width,
      height: image.height,
      canonical: {
        path: image.path,
        sha256: image.sha256,
        bytes: image.bytes,
        mimeType: image.mimeType,
      },
      thumbnail: thumbnailOf(image),
    })),
  };
}

function thumbnailOf(image: EngineImage): ProducedFile {
  return {
    path: image.thumbnailPath,
    sha256: image.thumbnailSha256,
    bytes: image.thumbnailBytes,
    mimeType: 'image/webp',
  };
}

function asProviderFailure(error: unknown): unknown {
  if (!(error instanceof ChildFailure)) return error;
  if (error.kind === 'aborted') return new CancelledFailure('The engine was stopped');
  if (error.kind === 'timeout') return passing('deadline_exceeded', 'The engine took too long');
  if (isFullOrFailing(error)) return passing('unavailable', 'The disk takes nothing');
  if (error.code === 'no_subject') return final('no_subject', 'No subject was found');
  if (error.code === 'unprintable_words') {
    return final('unprintable_words', 'No font holds the letters');
  }
  // What an engine says of a picture, it says again; a child that was killed may have had a bad day.
  if (error.kind === 'task') return final('engine_failed', 'The engine failed');
  return passing('engine_failed', `The engine ended: ${error.kind}`);
}

/** A child's own output stays out of the log: it may repeat what a customer wrote. */
function reasonOf(error: unknown): object {
  if (!(error instanceof ChildFailure)) return { error };
  return { kind: error.kind, code: error.code, reason: error.message };
}
