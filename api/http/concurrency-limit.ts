import { ProblemError } from './problems/problem.ts';

/** Lets a limited number of works run at once; the others wait in line, and what is too much is refused. */
export type ConcurrencyLimit = <T>(work: () => Promise<T>) => Promise<T>;

export function createConcurrencyLimit(limits: {
  atOnceMax: number;
  waitingMax: number;
  /** What is said to those for whom the line is too long. */
  detail: string;
}): ConcurrencyLimit {
  const line: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < limits.atOnceMax) {
      running += 1;
      return;
    }
    if (line.length >= limits.waitingMax) {
      throw new ProblemError('unavailable', limits.detail, { retryAfterSeconds: 5 });
    }
    // Whoever leaves hands over its place, so `running` stays as it is.
    await new Promise<void>((resolve) => line.push(resolve));
  }

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
