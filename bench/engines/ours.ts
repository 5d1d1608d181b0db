import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { models, type Model } from '../../activities/engines/models.ts';
import { createChildPool } from '../../media/children/pool.ts';

/** Our engines as the product runs them: from a file to files, in warm children. */
export interface Ours {
  run(model: Model, sourcePath: string, parameters: Record<string, unknown>): Promise<void>;
  /** What becomes of an upload: the canonical picture and its thumbnail. */
  takeIn(path: string): Promise<void>;
  /** The most memory that one of the children has had, in bytes; NaN where the kernel does not tell. */
  peakBytes(): number;
  close(): Promise<void>;
}

export function startOurs(folder: string): Ours {
  const pool = createChildPool({ heavyMax: 2, sizeMax: 4, idleMs: 600_000 });
  const limits = { timeoutMs: 300_000, memoryBytesMax: 3 * 1024 ** 3, heavy: true };
  return {
    async run(model, sourcePath, parameters) {
      await pool.run({
        ...limits,
        module: new URL('../../activities/engines/engine-task.ts', import.meta.url),
        task: 'runEngine',
        affinity: model,
        payload: {
          ...{ model, sourcePath, parameters },
          outputFolder: await mkdtemp(join(folder, 'out-')),
          xmp: { engine: model, ...models[model] },
        },
      });
    },
    async takeIn(path) {
      const out = await mkdtemp(join(folder, 'in-'));
      await pool.run({
        ...limits,
        module: new URL('../../media/intake/canonical-task.ts', import.meta.url),
        task: 'makeCanonical',
        payload: {
          ...{ path, mimeType: 'image/jpeg', lossless: false },
          ...{ bytesMax: 2 ** 26, folder: out },
        },
      });
    },
    peakBytes: () => Math.max(...childrenOf(process.pid).map(peakOf)),
    close: () => pool.close(),
  };
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  } catch {
    return [Number.NaN];
  }
}

/** 0 for a process that is no engine's child of ours. */
function peakOf(pid: number): number {
  try {
    const isOurs = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('child-main');
    const status = isOurs ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return Number.NaN;
  }
}
