interface Waiting {
  readonly share: string;
  readonly begin: () => void;
  readonly refuse: () => void;
}

/** Those who wait for a place, each for a share: an organization. */
export interface WaitingLine {
  /**
   * Resolves when it is the caller's turn. Rejects with `tooMany()` when the line is full, when somebody with less in it
   * needs the room, or when the caller leaves.
   */
  wait(share: string, signal?: AbortSignal): Promise<void>;
  /** Takes the first of those that `allowed` lets through, of the share for which it answers the least; null when none is. */
  next(allowed: (share: string) => number | null): { share: string; begin: () => void } | null;
}

export function createWaitingLine(max: number, tooMany: () => Error): WaitingLine {
  const line: Waiting[] = [];

  /** A full line gives up the last of whoever has the most in it, unless that would be the newcomer's own share. */
  function makeRoom(share: string): void {
    const counts = new Map<string, number>();
    for (const waiting of line) counts.set(waiting.share, (counts.get(waiting.share) ?? 0) + 1);
    const [most, count = 0] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
    if (count <= (counts.get(share) ?? 0) + 1) throw tooMany();
    line.findLast((waiting) => waiting.share === most)?.refuse();
  }

  return {
    async wait(share, signal) {
      if (line.length >= max) makeRoom(share);
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
    },

    next(allowed) {
      const ranked = line
        .map((waiting) => ({ waiting, rank: allowed(waiting.share) }))
        .filter((each): each is { waiting: Waiting; rank: number } => each.rank !== null)
        .toSorted((one, other) => one.rank - other.rank);
      const [first] = ranked;
      if (!first) return null;
      line.splice(line.indexOf(first.waiting), 1);
      return first.waiting;
    },
  };
}
