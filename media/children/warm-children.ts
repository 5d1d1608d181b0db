import { startChild, type Child } from './child-handle.ts';

interface WarmChild {
  readonly key: string;
  readonly child: Child;
  busy: boolean;
  idleTimer?: NodeJS.Timeout;
}

/** The living children, each lent to one job at a time. */
export interface WarmChildren {
  /** A child that only ever served `key`, idle or new; null while every place is taken. */
  take(key: string): Child | null;
  giveBack(child: Child): void;
  /** Kills them all and resolves when they are gone. */
  close(): Promise<void>;
}

/** Keeps at most `sizeMax` children; one that is idle for `idleMs` ends. */
export function createWarmChildren(options: { sizeMax: number; idleMs: number }): WarmChildren {
  /** In the order of their last use. */
  const children = new Map<Child, WarmChild>();

  function start(key: string): WarmChild | null {
    const living = [...children.values()].filter(({ child }) => child.usable());
    if (living.length >= options.sizeMax) {
      const idleLongest = living.find(({ busy }) => !busy);
      if (!idleLongest) return null;
      idleLongest.child.kill();
    }
    const started: WarmChild = { key, child: startChild(), busy: false };
    children.set(started.child, started);
    void started.child.gone.then(() => {
      clearTimeout(started.idleTimer);
      children.delete(started.child);
    });
    return started;
  }

  return {
    take(key) {
      const idle = [...children.values()].find(
        (warm) => warm.key === key && !warm.busy && warm.child.usable(),
      );
      const taken = idle ?? start(key);
      if (!taken) return null;
      clearTimeout(taken.idleTimer);
      taken.busy = true;
      return taken.child;
    },
    giveBack(child) {
      const warm = children.get(child);
      if (!warm || !child.usable()) return;
      warm.busy = false;
      children.delete(child);
      children.set(child, warm);
      warm.idleTimer = setTimeout(() => {
        child.kill();
      }, options.idleMs);
    },
    async close() {
      const living = [...children.keys()];
      for (const child of living) child.kill();
      await Promise.all(living.map(({ gone }) => gone));
    },
  };
}
