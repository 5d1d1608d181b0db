import type { Child } from './child-handle.ts';
import { ChildFailure } from './child-failure.ts';
import { createFairShares } from './fair-shares.ts';
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
  /** For whom: of those who wait, whoever has used the least time is served next. */
  readonly share?: string | undefined;
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
  readonly share: string;
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
  const shares = createFairShares();
  const waiting: Waiting[] = [];
  const places = createPlaces(options);
  let closed = false;

  function dispatch(): void {
    for (const next of shares.ordered(waiting)) {
      if (next.job.heavy && !places.has(true)) continue;
      const child = children.take(next.key);
      if (!child) return;
      waiting.splice(waiting.indexOf(next), 1);
      next.start(child);
    }
  }

  async function runOn(child: Child, job: PoolJob, share: string): Promise<unknown> {
    const endShare = shares.begin(share);
    const leave = places.take(job.heavy === true);
    try {
      return await child.run({ ...job, module: job.module.href });
    } finally {
      endShare();
      leave();
      children.giveBack(child);
      dispatch();
    }
  }

  function enqueue(job: PoolJob): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const abandon = (): void => {
      job.signal?.removeEventListener('abort', abandon);
      waiting.splice(waiting.indexOf(entry), 1);
      shares.leave(entry.share);
      reject(new ChildFailure('aborted', 'The job is no longer wanted'));
    };
    const entry: Waiting = {
      job,
      ...placeOf(job),
      abandon,
      start: (child) => {
        job.signal?.removeEventListener('abort', abandon);
        resolve(runOn(child, job, entry.share));
      },
    };
    waiting.push(entry);
    shares.enter(entry.share);
    if (closed || job.signal?.aborted) abandon();
    else job.signal?.addEventListener('abort', abandon, { once: true });
    dispatch();
    return promise;
  }

  return {
    run: <Output>(job: PoolJob) => enqueue(job) as Promise<Output>,
    hasRoom: (heavy) => waiting.length === 0 && places.has(heavy),
    async close() {
      closed = true;
      for (const { abandon } of [...waiting]) abandon();
      await children.close();
    },
  };
}

/** How many run of each weight; the light ones count as if every heavy place were taken. */
function createPlaces({ heavyMax, sizeMax }: { heavyMax: number; sizeMax: number }) {
  const running = { heavy: 0, light: 0 };
  return {
    has: (heavy: boolean) =>
      heavy ? running.heavy < heavyMax : running.light < sizeMax - heavyMax,
    /** Answers how to leave it. */
    take(heavy: boolean): () => void {
      const weight = heavy ? 'heavy' : 'light';
      running[weight] += 1;
      return () => {
        running[weight] -= 1;
      };
    },
  };
}

/** Which children may run it, and whose turn it takes. */
function placeOf({ module, task, affinity = '', share = '' }: PoolJob) {
  return { key: [module.href, task, affinity].join('\n'), share };
}
