import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CrashPoint } from '../activities/jobs/crash-points.ts';
import { jobsOn } from './testing/jobs.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';

const execute = promisify(execFile);
let rig: SagaRig;

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
});
afterAll(() => rig.close());

const { crop } = jobsOn(() => rig);

/** How large a file the process may write: the disk quota of one process. Its children, who are there, keep theirs. */
async function limitFiles(pid: number | undefined, bytes: string): Promise<void> {
  await execute('prlimit', [`--pid=${pid ?? 0}`, `--fsize=${bytes}:`]);
}

test('a store that takes nothing is waited for: one attempt, one charge, nothing voided', async () => {
  const { child, ...halt } = await rig.startHaltingWorker('provide.computed' satisfies CrashPoint);
  const job = await crop();
  await halt.reached();
  await limitFiles(child.pid, '64');
  halt.release();
  await rig.logged('no delivery', 3);
  expect(await rig.row(job)).toMatchObject({ status: 'running', attempts: 1, credits_held: 1 });
  await limitFiles(child.pid, 'unlimited');
  expect(await rig.ended(job)).toMatchObject({
    status: 'succeeded',
    attempts: 1,
    credits_charged: 1,
  });
  const reservations = await rig.inTenant('select state from reservations where job_id = $1', [
    job,
  ]);
  expect(reservations).toEqual([{ state: 'settled' }]);
});
