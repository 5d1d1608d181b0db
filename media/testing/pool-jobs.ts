import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChildFailure, type ChildPool, type PoolJob } from '../children/pool.ts';

const module = new URL('../fixtures/tasks/tasks.ts', import.meta.url);

export const megabyte = 1024 * 1024;

interface Identity {
  payload: unknown;
  pid: number;
  runs: number;
  environment: Record<string, string>;
}

/** A job of the module whose tasks go wrong in every way. */
export function job(task: string, more: Partial<PoolJob> = {}): PoolJob {
  return { module, task, payload: {}, timeoutMs: 20_000, memoryBytesMax: 512 * megabyte, ...more };
}

/** Jobs for a pool, which is looked up at each call: every test has another. */
export function jobsIn(scene: () => { pool: ChildPool; folder: string }) {
  const identify = (more: Partial<PoolJob> = {}) =>
    scene().pool.run<Identity>(job('identify', more));

  /** A job that runs until `finish()`. */
  function blocked(name: string, more: Partial<PoolJob> = {}) {
    const { pool, folder } = scene();
    const path = join(folder, name);
    const pid = pool.run<number>(job('waitForFile', { payload: { path }, ...more }));
    return { pid, finish: () => writeFile(path, '') };
  }

  return { identify, blocked };
}

/** What ended a job that must not come to its end. */
export async function failureOf(work: Promise<unknown>): Promise<ChildFailure> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof ChildFailure)) throw new Error(`not a ChildFailure: ${String(error)}`);
  return error;
}

/** Whether a process is there still. */
export function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves once a process has ended. */
export async function untilGone(pid: number): Promise<void> {
  while (alive(pid)) await new Promise(setImmediate);
}
