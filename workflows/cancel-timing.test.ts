import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import sharp from 'sharp';
import { createSagaRig, ensureBundle, type SagaRig } from '../activities/testing/saga-rig.ts';
import { publicId } from '../db/ids.ts';
import { jobsOn } from './testing/jobs.ts';

const size = { width: 200, height: 160 };
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

describe('a cancel', () => {
  test('before any worker came ends the job at once, and its workflow when one comes', async () => {
    const idle = await createSagaRig();
    try {
      const asset = await idle.addPicture(
        await sharp({ create: { ...size, channels: 3, background: '#a05020' } })
          .png()
          .toBuffer(),
        size,
      );
      const { jobId } = await idle.createJob({
        principal: idle.principal,
        operation: 'smart-crop',
        input: { asset, aspect_ratio: '1:1' },
        idempotencyKey: null,
      });
      expect(await idle.cancelJob(idle.principal, jobId)).toBe('canceled');
      expect(await idle.row(jobId)).toMatchObject({ status: 'canceled', credits_charged: 0 });
      await idle.startWorker();
      const handle = idle.client.workflow.getHandle(publicId('job', jobId));
      await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
      expect((await handle.describe()).status.name).toBe('CANCELLED');
      expect(await idle.wallet()).toEqual({ posted: 100, held: 0 });
    } finally {
      await idle.close();
    }
  });

  test('that races the settle either cancels or delivers, never both', async () => {
    const job = await slow();
    await rig.until(job, ({ stage }) => stage === 'storing');
    const answer = await rig.cancelJob(rig.principal, job);
    const { status, credits_charged: charged } = await rig.ended(job);
    expect([status, charged]).toEqual(answer === 'ended' ? ['succeeded', 2] : ['canceled', 0]);
    expect(await rig.wallet()).toEqual({ posted: wallet.posted - charged, held: 0 });
  });

  test('while it works stops the engine and costs nothing', async () => {
    const job = await slow(largeCup);
    await working(job);
    expect(await rig.cancelJob(rig.principal, job)).toBe('canceling');
    expect(await rig.ended(job)).toMatchObject({ status: 'canceled', credits_charged: 0 });
    expect(await rig.wallet()).toEqual(wallet);
    await closed(job);
    expect((await handleOf(job).describe()).status.name).toBe('CANCELLED');
  });

  test('after the end changes nothing', async () => {
    const job = await crop();
    await rig.ended(job);
    expect(await rig.cancelJob(rig.principal, job)).toBe('ended');
    expect(await rig.row(job)).toMatchObject({ status: 'succeeded' });
  });
});
