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
  readonly refuse: () => void;
}

export function createConcurrencyLimit(limits: {
  atOnceMax: number;
  waitingMax: number;
  /** No share has more places than this: for works that hold theirs for minutes, so that another always finds one. */
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
    if (signal?.aborted) throw tooMany();
    if (total < atOnceMax && of(share) < eachMax) {
      take(share);
      return;
    }
    if (line.length >= limits.waitingMax) makeRoom(share);
    const waited = Promise.withResolvers<undefined>();
    const waiting: Waiting = {
      share,
      begin: () => {
        waited.resolve(undefined);
      },
      refuse: () => {
        line.splice(line.indexOf(waiting), 1);
        waited.reject(tooMany());
      },
    };
    line.push(waiting);
    signal?.addEventListener('abort', waiting.refuse);
    await waited.promise.finally(() => signal?.removeEventListener('abort', waiting.refuse));
  }

  /** A full line gives up the last of whoever has the most in it, unless that would be the newcomer's own share. */
  function makeRoom(share: string): void {
    const counts = new Map<string, number>();
    for (const waiting of line) counts.set(waiting.share, (counts.get(waiting.share) ?? 0) + 1);
    const [most = share, count = 0] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
    if (count <= (counts.get(share) ?? 0) + 1) throw tooMany();
    line.findLast((waiting) => waiting.share === most)?.refuse();
  }

  function tooMany(): ProblemError {
    return new ProblemError('unavailable', limits.detail, { retryAfterSeconds: 5 });
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
