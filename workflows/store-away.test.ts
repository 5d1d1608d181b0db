import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { jobsOn, passDeadline } from './testing/jobs.ts';
import { limitFiles } from './testing/limit-files.ts';
import { gone } from './testing/processes.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';

// What is no longer in the store may come back with it, as long as the store itself is away.
beforeAll(() => ensureBundle());

async function onRig(work: (rig: SagaRig) => Promise<void>): Promise<void> {
  const rig = await createSagaRig();
  try {
    await work(rig);
  } finally {
    await rig.close();
  }
}

/** Takes the store away, as an unmount does: the folder on which it was mounted stays. Answers how to bring it back. */
async function unmount(rig: SagaRig): Promise<() => Promise<void>> {
  const storage = join(rig.folder, 'storage');
  await rename(storage, `${storage}-away`);
  await mkdir(storage);
  return async () => {
    await rm(storage, { recursive: true });
    await rename(`${storage}-away`, storage);
  };
}

async function expectOneAttempt(rig: SagaRig, job: string): Promise<void> {
  expect(await rig.ended(job)).toMatchObject({
    status: 'succeeded',
    attempts: 1,
    credits_charged: 1,
  });
}

test('a picture that cannot be read while the store is away is waited for', () =>
  onRig(async (rig) => {
    const halt = await rig.startHaltingWorker('provide.attempt_committed');
    const job = await jobsOn(() => rig).crop();
    await halt.reached();
    const mount = await unmount(rig);
    halt.release();
    await rig.logged('no delivery', 2);
    await mount();
    await expectOneAttempt(rig, job);
  }));

test('a delivery that cannot be found while the store is away is not thrown away', () =>
  onRig(async (rig) => {
    const doomed = await rig.startWorker('provide.delivered');
    const job = await jobsOn(() => rig).crop();
    await gone(doomed);
    const mount = await unmount(rig);
    await rig.startWorker();
    await rig.logged('no delivery', 2);
    await mount();
    await expectOneAttempt(rig, job);
  }));

test('trouble that lasts beyond the job’s deadline ends it, and nothing is held', () =>
  onRig(async (rig) => {
    const { child, ...halt } = await rig.startHaltingWorker('provide.computed');
    const job = await jobsOn(() => rig).crop();
    await halt.reached();
    await limitFiles(child.pid, '64');
    halt.release();
    await rig.logged('no delivery', 1);
    await passDeadline(rig, job);
    expect(await rig.ended(job)).toMatchObject({
      status: 'failed',
      credits_charged: 0,
      credits_held: 0,
      error: { code: 'deadline_exceeded' },
    });
  }));
