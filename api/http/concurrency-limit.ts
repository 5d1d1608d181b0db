import { ProblemError } from './problems/problem.ts';
import { createWaitingLine } from './waiting-line.ts';

interface Caller {
  /** Whose work it is: an organization. Those who wait are served in turn, however many works each of them has. */
  readonly share?: string;
  /** Aborts when nobody wants the work any more: it leaves the line, and is never begun. */
  readonly signal?: AbortSignal;
}

/** Lets a limited number of works run at once; the others wait in line, and what is too much is refused. */
export type ConcurrencyLimit = <T>(work: () => Promise<T>, caller?: Caller) => Promise<T>;

export function createConcurrencyLimit(limits: {
  atOnceMax: number;
  waitingMax: number;
  /**
   * Whether a share takes a place only while more are free than it has: the first never has more than half, the next a quarter…
   * For works that hold theirs for minutes, so that whoever comes finds one.
   */
  leavesRoom?: boolean;
  /** What is said to those for whom the line is too long. */
  detail: string;
}): ConcurrencyLimit {
  const { atOnceMax, leavesRoom = false } = limits;
  const tooMany = () => new ProblemError('unavailable', limits.detail, { retryAfterSeconds: 5 });
  const line = createWaitingLine(limits.waitingMax, tooMany);
  const running = new Map<string, number>();
  let total = 0;

  const of = (share: string): number => running.get(share) ?? 0;
  const isFree = (share: string): boolean => {
    const free = atOnceMax - total;
    return leavesRoom ? of(share) < free : free > 0;
  };

  function take(share: string): void {
    total += 1;
    running.set(share, of(share) + 1);
  }

  function leave(share: string): void {
    total -= 1;
    if (of(share) > 1) running.set(share, of(share) - 1);
    else running.delete(share);
    // Whoever has the fewest places is next.
    const next = line.next((waiting) => (isFree(waiting) ? of(waiting) : null));
    if (!next) return;
    take(next.share);
    next.begin();
  }

  return async (work, { share = '', signal } = {}) => {
    if (signal?.aborted) throw tooMany();
    if (isFree(share)) take(share);
    else await line.wait(share, signal);
    try {
      return await work();
    } finally {
      leave(share);
    }
  };
}
