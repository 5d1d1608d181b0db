/** Who has had how much: a place goes to whoever has used least of it, counted by time and not by jobs. */
export interface FairShares {
  /** One more job waits or runs for it. */
  enter(share: string): void;
  /** Its job waits no longer and has not run. */
  leave(share: string): void;
  /** Its job runs from now on; answers what to call when it has ended. */
  begin(share: string): () => void;
  /** In the order in which they are to be served; equal ones as they stand. */
  ordered<Entry extends { readonly share: string }>(waiting: readonly Entry[]): Entry[];
}

interface Use {
  /** Jobs that wait or run. */
  jobs: number;
  running: number;
  usedMs: number;
  /** When `usedMs` was right. */
  at: number;
}

/** Forgets whoever neither waits nor runs: what was used while nobody else wanted it is not held against anybody. */
export function createFairShares(now = () => performance.now()): FairShares {
  const uses = new Map<string, Use>();

  const usedBy = (use: Use) => use.usedMs + use.running * (now() - use.at);

  /** Changes how many run, after counting what ran until now. */
  function change(use: Use, by: 1 | -1): void {
    use.usedMs = usedBy(use);
    use.at = now();
    use.running += by;
  }

  function enter(share: string): void {
    const known = uses.get(share);
    if (known) known.jobs += 1;
    // Who comes in later has no claim on what the others used before.
    else {
      const least = Math.min(...[...uses.values()].map(usedBy));
      uses.set(share, { jobs: 1, running: 0, usedMs: uses.size > 0 ? least : 0, at: now() });
    }
  }

  function leave(share: string): void {
    const use = uses.get(share);
    if (!use) return;
    use.jobs -= 1;
    if (use.jobs === 0) uses.delete(share);
  }

  return {
    enter,
    leave,
    begin(share) {
      const use = uses.get(share);
      if (use) change(use, 1);
      return () => {
        if (use) change(use, -1);
        leave(share);
      };
    },
    ordered(waiting) {
      const used = new Map([...uses].map(([share, use]) => [share, usedBy(use)]));
      const of = ({ share }: { share: string }) => used.get(share) ?? 0;
      return waiting.toSorted((a, b) => of(a) - of(b));
    },
  };
}
