import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChildPool, type ChildPool } from './pool.ts';
import { alive, failureOf, job, jobsIn, megabyte, untilGone } from '../testing/pool-jobs.ts';

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

describe('a job', () => {
  test('runs in another process and answers with plain data', async () => {
    const fractions: number[] = [];
    const answer = await identify({
      payload: { bytes: new Uint8Array([1, 2]) },
      onProgress: (fraction) => fractions.push(fraction),
    });
    expect(answer.pid).not.toBe(process.pid);
    expect(answer.payload).toEqual({ bytes: new Uint8Array([1, 2]) });
    expect(fractions).toEqual([0.5]);
  });

  test('sees nothing of our environment that could be a secret', async () => {
    process.env.ATELIER_TEST_SECRET = 'canary';
    const { environment } = await identify();
    delete process.env.ATELIER_TEST_SECRET;
    expect(JSON.stringify(environment)).not.toContain('canary');
  });

  test('finds the child that a former one has warmed up', async () => {
    const first = await identify();
    const second = await identify();
    expect(second).toMatchObject({ pid: first.pid, runs: 2 });
  });

  test('has a child of its own for each affinity', async () => {
    const first = await identify({ affinity: 'one' });
    const second = await identify({ affinity: 'another' });
    expect(second.pid).not.toBe(first.pid);
  });
});

describe('a failure', () => {
  test('of the task brings its code and details back, and spares the child', async () => {
    const failure = await failureOf(pool.run(job('refuse')));
    expect(failure).toMatchObject({
      kind: 'task',
      message: 'There is no subject',
      code: 'no_subject',
      details: { coverage: 0 },
    });
    expect(failure.cause).toContain('tasks.ts');
  });

  test('of a task that does not exist names it', async () => {
    const failure = await failureOf(pool.run(job('fly')));
    expect(failure).toMatchObject({ kind: 'task' });
    expect(failure.message).toContain('"fly"');
  });

  test('to answer in time ends the child even when it never returns from its code', async () => {
    const failure = await failureOf(pool.run(job('hang', { timeoutMs: 300 })));
    expect(failure.kind).toBe('timeout');
  });

  test('to stay within its memory ends the child', async () => {
    const failure = await failureOf(pool.run(job('devour', { memoryBytesMax: 200 * megabyte })));
    expect(failure.kind).toBe('memory');
  });

  test('of the process rejects its job, with the last lines that it wrote', async () => {
    const failure = await failureOf(pool.run(job('crash')));
    expect(failure.kind).toBe('crashed');
    expect(failure.details).toMatchObject({ signal: 'SIGSEGV' });
    expect(failure.details.output).toContain('the reason');
  });

  test('of one child leaves the next job a new one', async () => {
    const { pid } = await identify();
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    const next = await identify();
    expect(next).toMatchObject({ runs: 1 });
    expect(next.pid).not.toBe(pid);
  });
});

describe('an abort', () => {
  test('kills the child at work', async () => {
    const stop = new AbortController();
    const work = failureOf(pool.run(job('hang', { signal: stop.signal })));
    stop.abort();
    expect((await work).kind).toBe('aborted');
  });

  test('takes a waiting job out of the line', async () => {
    const busy = ['a', 'b'].map((name) => blocked(name, { heavy: true }));
    const stop = new AbortController();
    const work = failureOf(identify({ heavy: true, signal: stop.signal }));
    stop.abort();
    expect((await work).kind).toBe('aborted');
    await Promise.all(busy.map(({ finish }) => finish()));
    await Promise.all(busy.map(({ pid }) => pid));
  });

  test('that came before refuses the job', async () => {
    const work = identify({ signal: AbortSignal.abort() });
    expect((await failureOf(work)).kind).toBe('aborted');
  });
});

describe('the line', () => {
  test('lets two heavy jobs run at once and light ones pass', async () => {
    const first = blocked('first', { heavy: true });
    const second = blocked('second', { heavy: true });
    const third = blocked('third', { heavy: true });
    await third.finish();
    const light = await identify();
    expect(light.runs).toBe(1);
    await first.finish();
    const pids = [await first.pid, await third.pid];
    expect(pids[1]).toBe(pids[0]);
    await second.finish();
    await second.pid;
  });

  test('never holds more children than its size', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => identify({ affinity: String(n % 4) })),
    );
    const living = new Set(answers.map(({ pid }) => pid).filter(alive));
    expect(living.size).toBeLessThanOrEqual(3);
  });

  test('gives up a child that kept most of its allowance', async () => {
    const hungry = job('holdOn', {
      payload: { bytes: 150 * megabyte },
      memoryBytesMax: 300 * megabyte,
    });
    const first = await pool.run<number>(hungry);
    const second = await pool.run<number>(hungry);
    expect(second).not.toBe(first);
  });
});
