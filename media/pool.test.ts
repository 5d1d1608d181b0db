import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildFailure, createChildPool, type ChildPool, type PoolJob } from './pool.ts';

const module = new URL('fixtures/tasks/tasks.ts', import.meta.url);
const megabyte = 1024 * 1024;

interface Identity {
  payload: unknown;
  pid: number;
  runs: number;
  environment: Record<string, string>;
}

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

function job(task: string, more: Partial<PoolJob> = {}): PoolJob {
  return { module, task, payload: {}, timeoutMs: 20_000, memoryBytesMax: 512 * megabyte, ...more };
}

function identify(more: Partial<PoolJob> = {}): Promise<Identity> {
  return pool.run<Identity>(job('identify', more));
}

async function failureOf(work: Promise<unknown>): Promise<ChildFailure> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof ChildFailure)) throw new Error(`not a ChildFailure: ${String(error)}`);
  return error;
}

/** A job that runs until `finish()`. */
function blocked(name: string, more: Partial<PoolJob> = {}) {
  const path = join(folder, name);
  const pid = pool.run<number>(job('waitForFile', { payload: { path }, ...more }));
  return { pid, finish: () => writeFile(path, '') };
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (alive(pid)) await new Promise(setImmediate);
}

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
      const script = new URL('fixtures/tasks/parent.ts', import.meta.url);
      const parent = fork(script, [state], { execArgv: [] });
      const [pid] = (await once(parent, 'message')) as [number];
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      await untilGone(pid);
      expect(alive(pid)).toBe(false);
    },
  );
});
