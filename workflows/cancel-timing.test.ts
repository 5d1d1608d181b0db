import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { jobsOn } from './testing/jobs.ts';

let rig: SagaRig;
let cup: string;
let largeCup: string;
let wallet: { posted: number; held: number };

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
  await rig.startWorker();
  ({ cup, largeCup } = await cups());
});
beforeEach(async () => {
  wallet = await rig.wallet();
});
afterAll(() => rig.close());

const { create, crop, cups, handleOf, closed, working } = jobsOn(() => rig);
/** Some seconds of work, in which something can be done to the job. */
const slow = async (asset = cup) =>
  create('upscale', { asset, scale: 2, denoise_strength: Math.random() });

const cancels = [
  ['', async (on: SagaRig, job: string) => on.cancelJob(on.principal, job)],
  // What an API leaves that dies in between.
  [
    'that reached the database alone, ',
    async (on: SagaRig, job: string) => {
      const [row] = await on.inTenant<{ answer: string }>('select request_cancel($1) as answer', [
        job,
      ]);
      return row?.answer;
    },
  ],
] as const;

describe('a cancel', () => {
  test.each(cancels)(
    '%sbefore any worker came ends the job at once, and its workflow when one comes',
    async (_which, cancel) => {
      const idle = await createSagaRig();
      try {
        const jobs = jobsOn(() => idle);
        const job = await jobs.crop();
        expect(await cancel(idle, job)).toBe('canceled');
        expect(await idle.row(job)).toMatchObject({ status: 'canceled', credits_charged: 0 });
        await idle.startWorker();
        await expect(jobs.handleOf(job).result()).rejects.toThrow(WorkflowFailedError);
        expect((await jobs.handleOf(job).describe()).status.name).toBe('CANCELLED');
        expect(await idle.wallet()).toEqual({ posted: 100, held: 0 });
      } finally {
        await idle.close();
      }
    },
  );

  test('that races the settle either cancels or delivers, never both', async () => {
    const job = await slow();
    await rig.until(job, ({ stage }) => stage === 'storing');
    const answer = await rig.cancelJob(rig.principal, job);
    const { status, credits_charged: charged } = await rig.ended(job);
    expect([status, charged]).toEqual(answer === 'ended' ? ['succeeded', 2] : ['canceled', 0]);
    expect(await rig.wallet()).toEqual({ posted: wallet.posted - charged, held: 0 });
  });

  test.each(cancels)(
    '%swhile it works stops the engine and costs nothing',
    async (_which, cancel) => {
      const job = await slow(largeCup);
      await working(job);
      expect(await cancel(rig, job)).toBe('canceling');
      expect(await rig.ended(job)).toMatchObject({ status: 'canceled', credits_charged: 0 });
      expect(await rig.wallet()).toEqual(wallet);
      await closed(job);
      expect((await handleOf(job).describe()).status.name).toBe('CANCELLED');
    },
  );

  test('after the end changes nothing', async () => {
    const job = await crop();
    await rig.ended(job);
    expect(await rig.cancelJob(rig.principal, job)).toBe('ended');
    expect(await rig.row(job)).toMatchObject({ status: 'succeeded' });
  });
});
