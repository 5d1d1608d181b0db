import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { failureOf, jobsIn } from '../testing/pool-jobs.ts';
import { createFairShares } from './fair-shares.ts';
import { createChildPool, type ChildPool } from './pool.ts';

let pool: ChildPool;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fair-'));
  pool = createChildPool({ heavyMax: 1, sizeMax: 1, idleMs: 60_000 });
});
afterEach(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

const { identify, blocked } = jobsIn(() => ({ pool, folder }));

/** Runs each at its turn; answers for whom, in the order in which they ended. */
async function endings(shares: readonly (string | undefined)[]): Promise<unknown[]> {
  const ended: unknown[] = [];
  const jobs = shares.map((share) => identify({ share }).then(() => ended.push(share)));
  await Promise.all(jobs);
  return ended;
}

describe('whoever waits for a child', () => {
  test('is served before those who had one, however many of theirs wait', async () => {
    const first = blocked('first', { share: 'many' });
    const ending = endings([...Array.from({ length: 20 }, () => 'many'), 'few', 'other']);
    await first.finish();
    expect((await ending).slice(0, 2).toSorted()).toEqual(['few', 'other']);
  });

  test('is served as it came where all is for one', async () => {
    const order: number[] = [];
    const jobs = [1, 2, 3, 4].map((n) => identify({ share: 'one' }).then(() => order.push(n)));
    await Promise.all(jobs);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test('and leaves the line takes nothing from the others', async () => {
    const first = blocked('first', { share: 'many' });
    const stop = new AbortController();
    const left = failureOf(identify({ share: 'few', signal: stop.signal }));
    const ending = endings(['many', 'few']);
    stop.abort();
    expect((await left).kind).toBe('aborted');
    await first.finish();
    expect(await ending).toEqual(['few', 'many']);
  });
});

describe('a share', () => {
  let clock = 0;
  const line = (...shares: string[]) => shares.map((share) => ({ share }));
  const order = (fair: ReturnType<typeof createFairShares>, ...shares: string[]) =>
    fair.ordered(line(...shares)).map(({ share }) => share);

  test('is counted by time and not by jobs', () => {
    const fair = createFairShares(() => clock);
    for (const share of ['long', 'short', 'short', 'short', 'long']) fair.enter(share);
    const endLong = fair.begin('long');
    clock += 1_000;
    endLong();
    const endShort = [fair.begin('short'), fair.begin('short')];
    clock += 100;
    for (const end of endShort) end();
    expect(order(fair, 'long', 'short')).toEqual(['short', 'long']);
  });

  test('counts what is running', () => {
    const fair = createFairShares(() => clock);
    for (const share of ['a', 'a', 'b']) fair.enter(share);
    fair.begin('a');
    clock += 1;
    expect(order(fair, 'a', 'b')).toEqual(['b', 'a']);
  });

  test('that comes later has no claim on what was used before it came', () => {
    const fair = createFairShares(() => clock);
    for (const share of ['old', 'old', 'old']) fair.enter(share);
    const end = fair.begin('old');
    clock += 60_000;
    end();
    for (const share of ['new', 'new', 'new']) fair.enter(share);
    const endNew = fair.begin('new');
    clock += 10;
    endNew();
    expect(order(fair, 'new', 'old')).toEqual(['old', 'new']);
  });
});
