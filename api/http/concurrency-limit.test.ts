import { describe, expect, test } from '@jest/globals';
import { createConcurrencyLimit } from './concurrency-limit.ts';

const limits = { atOnceMax: 8, leavesRoom: true, waitingMax: 8, detail: 'Too many.' };

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
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1', 'd1'];

  test('are never all one share’s, nor all those of a few: another finds one at once', async () => {
    const { run, began, settle } = works();
    const asked = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2', 'b3', 'c1', 'c2', 'd1'];
    for (const name of asked) void run(name, name.charAt(0));
    await settle();
    expect(began).toEqual(all);
  });

  test('that become free go to whoever has the fewest, not to the first in line', async () => {
    const { run, began, settle, endNext } = works();
    for (const name of [...all, 'a5', 'b3', 'e1']) void run(name, name.charAt(0));
    for (let ended = 0; ended < 3; ended += 1) {
      await settle();
      endNext();
    }
    await settle();
    expect(began).toEqual([...all, 'e1', 'a5']);
  });

  test('are not kept for those who have left the line', async () => {
    const { run, began, settle, endNext } = works();
    for (const name of all) void run(name, name.charAt(0));
    const leaving = new AbortController();
    const left = Promise.allSettled(
      ['e1', 'e2', 'e3'].map((name) => run(name, 'e', leaving.signal)),
    );
    void run('f1', 'f');
    leaving.abort();
    await expect(left).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    endNext();
    await settle();
    expect(began).toEqual([...all, 'f1']);
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
    // All places are taken, and two who flood fill the line.
    for (const name of all) void run(name, name.charAt(0));
    for (let index = 5; index < 15; index += 1) for (const share of 'ab') ask(`${share}${index}`);
    await settle();
    refused.length = 0;
    ask('e1');
    await settle();
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^[ab]/);
    endNext();
    await settle();
    expect(began).toContain('e1');
  });
});
