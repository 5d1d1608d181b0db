import { LRUCache } from 'lru-cache';

/** A small cache whose entries live until the database says that they changed (LISTEN), or until they expire. */
export interface NotifiedCache<Value extends object> {
  /** What is known and still true; never asks the database. */
  peek(key: string): Value | undefined;
  /** Reads afresh; the value is kept unless it changed meanwhile. */
  load(key: string, read: () => Promise<Value | null>): Promise<Value | null>;
  /** Forgets what is older than `version` (everything, when none is given) and wakes whoever waits. */
  invalidate(key: string, version?: number): void;
  clear(): void;
  /** The next change of `key`; also resolves when `signal` aborts or notifications are lost. */
  changed(key: string, signal: AbortSignal): Promise<void>;
  /** Whether notifications arrive. While they do not, nothing is kept and nothing is answered from memory. */
  listen(isListening: boolean): void;
}

interface Options<Value extends object> {
  readonly entriesMax: number;
  /** Unix milliseconds after which a value must be read again. */
  readonly freshUntil: (value: Value) => number;
  /** Grows with each change, so that late news of an older state is told from news. */
  readonly version: (value: Value) => number;
}

export function createNotifiedCache<Value extends object>(
  options: Options<Value>,
): NotifiedCache<Value> {
  const entries = new LRUCache<string, Value>({
    max: options.entriesMax,
    // `freshUntil` is of the wall clock; no reading of it is kept from one look-up to the next.
    perf: Date,
    ttlResolution: 0,
  });
  const reads = new Set<{ readonly key: string; versionMin: number }>();
  const waiters = createWaiters();
  let listening = false;

  function keep(key: string, value: Value): void {
    const ttl = options.freshUntil(value) - Date.now();
    // To the cache a ttl of 0 is for ever.
    if (ttl > 0) entries.set(key, value, { ttl });
    else entries.delete(key);
  }

  function clear(): void {
    entries.clear();
    for (const read of reads) read.versionMin = Infinity;
    waiters.wakeAll();
  }

  return {
    peek: (key) => entries.get(key),
    async load(key, read) {
      const mine = { key, versionMin: listening ? 0 : Infinity };
      reads.add(mine);
      try {
        const value = await read();
        // A change that was told while we read makes what we read old.
        if (value !== null && options.version(value) >= mine.versionMin) keep(key, value);
        return value;
      } finally {
        reads.delete(mine);
      }
    },
    invalidate(key, version = Infinity) {
      // `peek`, because news is no sign that somebody asks for it.
      const known = entries.peek(key);
      if (known && options.version(known) < version) entries.delete(key);
      for (const read of reads) {
        if (read.key === key) read.versionMin = Math.max(read.versionMin, version);
      }
      waiters.wake(key);
    },
    changed: (key, signal) => waiters.wait(key, signal),
    clear,
    listen(now) {
      listening = now;
      if (!now) clear();
    },
  };
}

/** Who waits for which key. */
function createWaiters() {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (key: string) => {
    for (const resolve of waiting.get(key) ?? []) resolve();
  };
  return {
    wake,
    wakeAll() {
      for (const key of [...waiting.keys()]) wake(key);
    },
    /** Resolves when the key is woken or the signal aborts. */
    wait: (key: string, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const mine = waiting.get(key) ?? new Set();
        const done = () => {
          mine.delete(done);
          if (mine.size === 0 && waiting.get(key) === mine) waiting.delete(key);
          signal.removeEventListener('abort', done);
          resolve();
        };
        waiting.set(key, mine.add(done));
        if (signal.aborted) done();
        else signal.addEventListener('abort', done);
      }),
  };
}
