import { ProblemError } from './problems/problem.ts';

interface Caller {
  /** Whose work it is: an organization. Those who wait are served in turn, however many works each of them has. */
  readonly share?: string;
  /** Aborts when nobody wants the work any more: it leaves the line, and is never begun. */
  readonly signal?: AbortSignal;
}

/** Lets a limited number of works run at once; the others wait in line, and what is too much is refused. */
export type ConcurrencyLimit = <T>(work: () => Promise<T>, caller?: Caller) => Promise<T>;

interface Waiting {
  readonly share: string;
  readonly begin: () => void;
}

export function createConcurrencyLimit(limits: {
  atOnceMax: number;
  waitingMax: number;
  /** No share has more places than this, so that another always finds one. */
  eachMax?: number;
  /** What is said to those for whom the line is too long. */
  detail: string;
}): ConcurrencyLimit {
  const { atOnceMax, eachMax = atOnceMax } = limits;
  const line: Waiting[] = [];
  const running = new Map<string, number>();
  let total = 0;

  const of = (share: string): number => running.get(share) ?? 0;

  function take(share: string): void {
    total += 1;
    running.set(share, of(share) + 1);
  }

  function leave(share: string): void {
    total -= 1;
    if (of(share) > 1) running.set(share, of(share) - 1);
    else running.delete(share);
    beginNext();
  }

  /** Of all who wait the first of the share that has the fewest places. */
  function beginNext(): void {
    const allowed = line.filter(({ share }) => of(share) < eachMax);
    const [next] = allowed.toSorted((one, other) => of(one.share) - of(other.share));
    if (!next || total >= atOnceMax) return;
    line.splice(line.indexOf(next), 1);
    take(next.share);
    next.begin();
  }

  async function enter(share: string, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw new ProblemError('unavailable', limits.detail);
    if (total < atOnceMax && of(share) < eachMax) {
      take(share);
      return;
    }
    const own = line.filter((waiting) => waiting.share === share).length;
    // Half of the line at most is one share's: it must not keep the others out of it.
    if (line.length >= limits.waitingMax || (eachMax < atOnceMax && own >= limits.waitingMax / 2)) {
      throw new ProblemError('unavailable', limits.detail, { retryAfterSeconds: 5 });
    }
    await new Promise<void>((resolve, reject) => {
      const waiting = { share, begin: resolve };
      line.push(waiting);
      signal?.addEventListener('abort', () => {
        const place = line.indexOf(waiting);
        if (place < 0) return;
        line.splice(place, 1);
        reject(new ProblemError('unavailable', limits.detail));
      });
    });
  }

  return async (work, { share = '', signal } = {}) => {
    await enter(share, signal);
    try {
      return await work();
    } finally {
      leave(share);
    }
  };
}
