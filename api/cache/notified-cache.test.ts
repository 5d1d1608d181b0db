import { describe, expect, test } from '@jest/globals';
import { createNotifiedCache } from './notified-cache.ts';

interface Thing {
  readonly version: number;
  readonly freshUntil?: number;
}

function listening(entriesMax = 3) {
  const cache = createNotifiedCache<Thing>({
    entriesMax,
    freshUntil: ({ freshUntil = Infinity }) => freshUntil,
    version: ({ version }) => version,
  });
  cache.listen(true);
  return cache;
}
const reading = (version: number) => () => Promise.resolve({ version });

describe('a notified cache', () => {
  test('keeps what was read until news of a newer version arrives', async () => {
    const cache = listening();
    await cache.load('a', reading(2));
    cache.invalidate('a', 2);
    expect(cache.peek('a')).toEqual({ version: 2 });
    cache.invalidate('a', 3);
    expect(cache.peek('a')).toBeUndefined();
  });

  test('does not keep what was overtaken by news while it was read', async () => {
    const cache = listening();
    const { promise, resolve } = Promise.withResolvers<Thing>();
    const loading = cache.load('a', () => promise);
    cache.invalidate('a', 5);
    resolve({ version: 4 });
    expect(await loading).toEqual({ version: 4 });
    expect(cache.peek('a')).toBeUndefined();
  });

  test('keeps what was read as new as the news', async () => {
    const cache = listening();
    const { promise, resolve } = Promise.withResolvers<Thing>();
    const loading = cache.load('a', () => promise);
    cache.invalidate('a', 5);
    resolve({ version: 5 });
    await loading;
    expect(cache.peek('a')).toEqual({ version: 5 });
  });

  test('forgets everything, and keeps nothing, while it cannot hear', async () => {
    const cache = listening();
    await cache.load('a', reading(1));
    const { promise, resolve } = Promise.withResolvers<Thing>();
    const loading = cache.load('b', () => promise);
    cache.listen(false);
    resolve({ version: 1 });
    await loading;
    await cache.load('c', reading(1));
    cache.listen(true);
    expect(['a', 'b', 'c'].map((key) => cache.peek(key))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each([-1, 0])('drops what is fresh for %s ms', async (ms) => {
    const cache = listening();
    await cache.load('a', reading(1));
    await cache.load('a', () => Promise.resolve({ version: 2, freshUntil: Date.now() + ms }));
    expect(cache.peek('a')).toBeUndefined();
  });

  test('is bounded: what nobody has asked for longest goes first', async () => {
    const cache = listening();
    for (const key of ['a', 'b', 'c']) await cache.load(key, reading(1));
    cache.peek('a');
    cache.invalidate('b', 1);
    await cache.load('d', reading(1));
    expect(cache.peek('b')).toBeUndefined();
    expect(cache.peek('a')).toEqual({ version: 1 });
  });

  test('wakes those who wait for a key at its change, and at the loss of news', async () => {
    const cache = listening();
    const forever = new AbortController();
    const change = cache.changed('a', forever.signal);
    cache.invalidate('a', 1);
    await change;
    const loss = cache.changed('a', forever.signal);
    cache.listen(false);
    await loss;
    const over = new AbortController();
    const given = cache.changed('a', over.signal);
    over.abort();
    await given;
  });
});
