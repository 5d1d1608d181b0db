import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import sharp from 'sharp';
import type { CrashPoint } from '../activities/jobs/crash-points.ts';
import type { JobRow } from './testing/job-rows.ts';
import { gone } from './testing/processes.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { publicId } from '../domain/ids.ts';

interface Case {
  /** Where the worker is killed; the cancel comes while there is none. */
  point: CrashPoint;
  /** Where that leaves the job. */
  stage: string;
  answer: 'canceled' | 'canceling' | 'ended';
  ending: { status: string; charged: number; reservations: string[]; closed: string };
}

interface Aftermath {
  before: JobRow;
  answer: string;
  job: JobRow;
  reservations: string[];
  attempts: string[];
  wallet: { posted: number; held: number };
  closed: string;
}

const gaveBack = { status: 'canceled', charged: 0, reservations: ['voided'], closed: 'CANCELLED' };
const cases: readonly Case[] = [
  {
    point: 'reserve.before',
    stage: 'accepted',
    answer: 'canceled',
    ending: { ...gaveBack, reservations: [] },
  },
  { point: 'reserve.committed', stage: 'reserved', answer: 'canceling', ending: gaveBack },
  { point: 'provide.before', stage: 'reserved', answer: 'canceling', ending: gaveBack },
  { point: 'provide.attempt_committed', stage: 'working', answer: 'canceling', ending: gaveBack },
  { point: 'provide.stored', stage: 'working', answer: 'canceling', ending: gaveBack },
  { point: 'provide.delivered', stage: 'storing', answer: 'canceling', ending: gaveBack },
  { point: 'settle.before', stage: 'storing', answer: 'canceling', ending: gaveBack },
  {
    point: 'settle.committed',
    stage: 'settled',
    answer: 'ended',
    ending: { status: 'succeeded', charged: 1, reservations: ['settled'], closed: 'COMPLETED' },
  },
];

const sideBySide = 8;
const rigs: SagaRig[] = [];
const aftermath = new Map<CrashPoint, Promise<Aftermath>>();

async function newRig(): Promise<SagaRig> {
  const rig = await createSagaRig();
  rigs.push(rig);
  return rig;
}

async function crop(rig: SagaRig): Promise<string> {
  const size = { width: 320, height: 240 };
  const picture = sharp({ create: { ...size, channels: 3, background: '#c04020' } }).png();
  const asset = await rig.addPicture(await picture.toBuffer(), size);
  const { jobId } = await rig.createJob({
    principal: rig.principal,
    operation: 'smart-crop',
    input: { asset, aspect_ratio: '1:1', focus: 'center' },
    idempotencyKey: null,
  });
  return jobId;
}

/** Kills the worker at `point`, cancels its job, starts another worker, and looks at what is left at the end. */
async function cancelAt(point: CrashPoint): Promise<Aftermath> {
  const rig = await newRig();
  const doomed = await rig.startWorker(point);
  const jobId = await crop(rig);
  expect(await gone(doomed)).toBe('SIGKILL');
  const before = await rig.row(jobId);
  const answer = await rig.cancelJob(rig.principal, jobId);
  await rig.startWorker();
  const handle = rig.client.workflow.getHandle(publicId('job', jobId));
  await handle.result().catch((error: unknown) => {
    if (!(error instanceof WorkflowFailedError)) throw error;
  });
  const states = async (table: 'reservations' | 'attempts') =>
    (await rig.inTenant<{ state: string }>(`select state from ${table} order by ordinal`)).map(
      ({ state }) => state,
    );
  return {
    before,
    answer,
    job: await rig.row(jobId),
    reservations: await states('reservations'),
    attempts: await states('attempts'),
    wallet: await rig.wallet(),
    closed: (await handle.describe()).status.name,
  };
}

beforeAll(async () => {
  await ensureBundle();
  const waiting = cases.map(({ point }) => point);
  const lane = async (): Promise<void> => {
    for (let point = waiting.shift(); point; point = waiting.shift()) {
      const run = cancelAt(point);
      aftermath.set(point, run);
      await run.catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
});

afterAll(async () => {
  await Promise.all(rigs.map((rig) => rig.close()));
});

test.each(cases)(
  'a cancel of a job that is $stage, its worker killed at $point, ends it as $ending.status',
  async ({ point, stage, answer, ending }) => {
    const { charged, closed, reservations, status } = ending;
    const after = await aftermath.get(point);
    expect(after).toMatchObject({
      before: { stage },
      answer,
      job: { status, credits_held: 0, credits_charged: charged },
      reservations,
      wallet: { posted: 100 - charged, held: 0 },
      closed,
    });
    expect(after?.attempts).not.toContain('intent');
  },
);

test('a cancel that the workflow hears of before its worker is missed is no failure', async () => {
  const rig = await newRig();
  const point = 'provide.attempt_committed';
  const workers = [await rig.startWorker(point), await rig.startWorker(point)];
  const jobId = await crop(rig);
  // One of the two took the work, and died.
  expect(await Promise.race(workers.map(gone))).toBe('SIGKILL');
  const handle = rig.client.workflow.getHandle(publicId('job', jobId));
  // Otherwise the workflow may wait for the dead one.
  await rig.client.workflowService.resetStickyTaskQueue({
    namespace: rig.client.options.namespace,
    execution: { workflowId: handle.workflowId },
  });
  expect(await rig.cancelJob(rig.principal, jobId)).toBe('canceling');
  expect(await rig.ended(jobId)).toMatchObject({
    status: 'canceled',
    error: null,
    credits_held: 0,
    credits_charged: 0,
  });
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect((await handle.describe()).status.name).toBe('CANCELLED');
});
