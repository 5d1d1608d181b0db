import { heartbeat } from '@temporalio/activity';

const everyMs = 1_000;

export interface Pulse {
  /** Fraction of the work done, 0–1. Never moves backwards. */
  readonly report: (fraction: number) => void;
  readonly stop: () => void;
}

/** Heartbeats while a provider works, and writes its progress (percent) down no more often than that. */
export function startPulse(write: (percent: number) => Promise<unknown>): Pulse {
  let percent = 0;
  let written = 0;
  // No heartbeat at once: work that ends within a second costs Temporal none.
  const timer = setInterval(() => {
    heartbeat();
    if (percent === written) return;
    written = percent;
    // Progress is a courtesy: the work itself must not fail for it.
    write(percent).catch(() => undefined);
  }, everyMs);
  return {
    report: (fraction) => {
      percent = Math.max(percent, Math.min(99, Math.floor(fraction * 100)));
    },
    stop: () => {
      clearInterval(timer);
    },
  };
}
