import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChildPool, type ChildPool } from './pool.ts';
import { alive, failureOf, job, jobsIn, untilGone } from '../testing/pool-jobs.ts';

let folder: string;
let pool: ChildPool;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pool-'));
  pool = createChildPool({ heavyMax: 2, sizeMax: 3, idleMs: 60_000 });
});

afterEach(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

const { identify, blocked } = jobsIn(() => ({ pool, folder }));

describe('the end', () => {
  test('of idleness ends the child', async () => {
    await pool.close();
    pool = createChildPool({ heavyMax: 1, sizeMax: 1, idleMs: 50 });
    const { pid } = await identify();
    await untilGone(pid);
    expect(alive(pid)).toBe(false);
  });

  test('of the pool rejects what runs and what waits, and leaves no process', async () => {
    const { pid } = await identify();
    const running = failureOf(pool.run(job('hang', { heavy: true })));
    const waiting = ['a', 'b', 'c'].map((name) => failureOf(blocked(name, { heavy: true }).pid));
    await pool.close();
    const failures = await Promise.all([running, ...waiting]);
    expect(failures.map(({ kind }) => kind)).toEqual(Array(4).fill('aborted'));
    expect(alive(pid)).toBe(false);
    expect((await failureOf(identify())).kind).toBe('aborted');
  });

  test.each(['idle', 'busy'])(
    'of the parent, however violent, ends its %s child',
    async (state) => {
      const script = new URL('../fixtures/tasks/parent.ts', import.meta.url);
      const parent = fork(script, [state], { execArgv: [] });
      const [pid] = (await once(parent, 'message')) as [number];
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      await untilGone(pid);
      expect(alive(pid)).toBe(false);
    },
  );
});
