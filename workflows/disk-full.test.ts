import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CrashPoint } from '../activities/jobs/crash-points.ts';
import { jobsOn } from './testing/jobs.ts';
import { limitFiles } from './testing/limit-files.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';

let rig: SagaRig;

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
});
afterAll(() => rig.close());

const { crop } = jobsOn(() => rig);

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
