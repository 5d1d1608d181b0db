import { describe, expect, test } from '@jest/globals';
import { createConcurrencyLimit } from './concurrency-limit.ts';

const limits = { atOnceMax: 4, eachMax: 3, waitingMax: 8, detail: 'Too many.' };

/** Works that end when they are told to, and the order in which they began. */
function works() {
  const limited = createConcurrencyLimit(limits);
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const run = (name: string, share: string, signal?: AbortSignal) =>
    limited(
      () =>
        new Promise<void>((resolve) => {
          began.push(name);
          ends.push(resolve);
        }),
      { share, ...(signal && { signal }) },
    );
  const settle = () => new Promise(setImmediate);
  return { run, began, settle, endNext: () => ends.shift()?.() };
}

describe('places', () => {
  test('are never all one share’s: another finds one at once', async () => {
    const { run, began, settle } = works();
    for (const name of ['a1', 'a2', 'a3', 'a4']) void run(name, 'a');
    void run('b1', 'b');
    await settle();
    expect(began).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  test('that become free go to whoever has the fewest, not to the first in line', async () => {
    const { run, began, settle, endNext } = works();
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) void run(name, 'a');
    void run('b1', 'b');
    for (const name of ['c1', 'b2']) void run(name, name.charAt(0));
    await settle();
    endNext();
    await settle();
    endNext();
    await settle();
    expect(began).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4']);
  });

  test('are not kept for those who have left the line', async () => {
    const { run, began, settle, endNext } = works();
    for (const name of ['a1', 'a2', 'a3', 'b1']) void run(name, name.charAt(0));
    const leaving = new AbortController();
    const left = Promise.allSettled(
      ['c1', 'c2', 'c3'].map((name) => run(name, 'c', leaving.signal)),
    );
    void run('d1', 'd');
    leaving.abort();
    await expect(left).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    endNext();
    await settle();
    expect(began).toEqual(['a1', 'a2', 'a3', 'b1', 'd1']);
  });

  test('are not given to somebody who had left before he asked', async () => {
    const { run, began } = works();
    await expect(run('a1', 'a', AbortSignal.abort())).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(began).toEqual([]);
  });

  test('in a full line are found by whoever has fewer there than another', async () => {
    const { run, began, settle, endNext } = works();
    const refused: string[] = [];
    const ask = (name: string) => {
      run(name, name.charAt(0)).catch(() => refused.push(name));
    };
    // Two who flood: three places and one, then the line.
    for (let index = 0; index < 10; index += 1) for (const share of 'ab') ask(`${share}${index}`);
    await settle();
    refused.length = 0;
    ask('c1');
    await settle();
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^[ab]/);
    endNext();
    await settle();
    expect(began).toContain('c1');
  });
});
