import type { Child } from './child-handle.ts';
import { ChildFailure } from './child-failure.ts';
import { createWarmChildren } from './warm-children.ts';

export { ChildFailure } from './child-failure.ts';

export interface PoolJob {
  /** A module of ours (`new URL('./child-handle.ts', import.meta.url)`) and the name of a task it exports. */
  readonly module: URL;
  readonly task: string;
  /** Plain data; pictures travel as paths. */
  readonly payload: unknown;
  /** Counted from the start of the work, not from the wait for a free child. */
  readonly timeoutMs: number;
  readonly memoryBytesMax: number;
  readonly signal?: AbortSignal | undefined;
  /** At most `heavyMax` of these run at once. */
  readonly heavy?: boolean | undefined;
  /** Children are shared by jobs of one module, task and affinity: name the model they keep loaded. */
  readonly affinity?: string | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface ChildPool {
  /**
   * Runs a task in a child process of its own, waiting in line for a free one.
   * The child is killed on time-out, on abort and above the memory limit; its job has then ended,
   * and its files are no longer written to, when the promise rejects with a `ChildFailure`.
   */
  run<Output>(job: PoolJob): Promise<Output>;
  /** Whether a heavy job, or one of the others (which may use the places that heavy ones leave), could begin at once. */
  hasRoom(heavy: boolean): boolean;
  /** Kills every child; running and waiting jobs are rejected as aborted. */
  close(): Promise<void>;
}

interface Waiting {
  readonly job: PoolJob;
  readonly key: string;
  readonly start: (child: Child) => void;
  readonly abandon: () => void;
}

/**
 * A pool of killable children for work that may hang, crash or eat memory.
 * At most `sizeMax` live at once; an idle one keeps its model loaded for `idleMs`.
 */
export function createChildPool(options: {
  heavyMax: number;
  sizeMax: number;
  idleMs: number;
}): ChildPool {
  const children = createWarmChildren(options);
  const waiting: Waiting[] = [];
  let heavyRunning = 0;
  let lightRunning = 0;
  let closed = false;

  function dispatch(): void {
    for (const next of [...waiting]) {
      if (next.job.heavy && heavyRunning >= options.heavyMax) continue;
      const child = children.take(next.key);
      if (!child) return;
      waiting.splice(waiting.indexOf(next), 1);
      next.start(child);
    }
  }

  async function runOn(child: Child, job: PoolJob): Promise<unknown> {
    if (job.heavy) heavyRunning += 1;
    else lightRunning += 1;
    try {
      return await child.run({ ...job, module: job.module.href });
    } finally {
      if (job.heavy) heavyRunning -= 1;
      else lightRunning -= 1;
      children.giveBack(child);
      dispatch();
    }
  }

  function enqueue(job: PoolJob): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const abandon = (): void => {
      job.signal?.removeEventListener('abort', abandon);
      waiting.splice(waiting.indexOf(entry), 1);
      reject(new ChildFailure('aborted', 'The job is no longer wanted'));
    };
    const entry: Waiting = {
      job,
      key: [job.module.href, job.task, job.affinity ?? ''].join('\n'),
      abandon,
      start: (child) => {
        job.signal?.removeEventListener('abort', abandon);
        resolve(runOn(child, job));
      },
    };
    waiting.push(entry);
    if (closed || job.signal?.aborted) abandon();
    else job.signal?.addEventListener('abort', abandon, { once: true });
    dispatch();
    return promise;
  }

  return {
    run: <Output>(job: PoolJob) => enqueue(job) as Promise<Output>,
    hasRoom: (heavy) =>
      waiting.length === 0 &&
      (heavy ? heavyRunning < options.heavyMax : lightRunning < options.sizeMax - options.heavyMax),
    async close() {
      closed = true;
      for (const { abandon } of [...waiting]) abandon();
      await children.close();
    },
  };
}
