import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import sharp from 'sharp';
import { createSagaRig, ensureBundle, type SagaRig } from '../activities/testing/saga-rig.ts';
import { publicId } from '../db/ids.ts';
import { standingIds } from './names.ts';

type Point = 'first' | 'last';

const size = { width: 200, height: 160 };
let rig: SagaRig;
let cup: string;
let largeCup: string;
let wallet: { posted: number; held: number };

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
  await rig.startWorker();
  const photo = new URL('../media/fixtures/photos/coffee.png', import.meta.url);
  const bytes = await readFile(photo);
  largeCup = await rig.addPicture(bytes, { width: 600, height: 400 });
  const small = await sharp(bytes).resize(300).png().toBuffer();
  cup = await rig.addPicture(small, { width: 300, height: 200 });
});
beforeEach(async () => {
  wallet = await rig.wallet();
});
afterAll(() => rig.close());

async function create(operation: string, input: object): Promise<string> {
  const { jobId } = await rig.createJob({
    principal: rig.principal,
    operation,
    input,
    idempotencyKey: null,
  });
  return jobId;
}

/** A picture nobody has sent before, so that no stored result answers for it. */
async function picture(background = `hsl(${Math.floor(Math.random() * 360)}, 80%, 50%)`) {
  const noise = await sharp({ create: { ...size, channels: 3, background } })
    .png()
    .toBuffer();
  const marked = await sharp(noise)
    .withExif({ IFD0: { ImageDescription: randomUUID() } })
    .png()
    .toBuffer();
  return await rig.addPicture(marked, size);
}

const crop = async () =>
  create('smart-crop', { asset: await picture(), aspect_ratio: '1:1', focus: 'center' });
const hopeless = async () => create('background-removal', { asset: await picture('#2040c0') });
/** Some seconds of work, in which something can be done to the job. */
const slow = async (asset = cup) =>
  create('upscale', { asset, scale: 2, denoise_strength: Math.random() });

const handleOf = (jobId: string) => rig.client.workflow.getHandle(publicId('job', jobId));

/** Resets the job's workflow as the Web UI does, and waits until the new run has closed. */
async function reset(jobId: string, point: Point): Promise<void> {
  const handle = handleOf(jobId);
  const { runId } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const task = point === 'first' ? tasks[0] : tasks.at(-1);
  await rig.client.workflowService.resetWorkflowExecution({
    namespace: rig.client.options.namespace,
    workflowExecution: { workflowId: handle.workflowId, runId },
    reason: 'test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: task?.eventId ?? null,
  });
  await closed(jobId);
}

async function closed(jobId: string): Promise<void> {
  await handleOf(jobId)
    .result()
    .catch((error: unknown) => {
      if (!(error instanceof WorkflowFailedError)) throw error;
    });
}

async function reservations(jobId: string): Promise<string[]> {
  const rows = await rig.inTenant<{ state: string }>(
    'select state from reservations where job_id = $1 order by ordinal',
    [jobId],
  );
  return rows.map(({ state }) => state);
}

async function working(jobId: string): Promise<void> {
  await rig.until(jobId, ({ stage }) => stage === 'working');
}

describe.each<Point>(['first', 'last'])('a reset to the %s workflow task', (point) => {
  test('of a succeeded job charges nobody again', async () => {
    const job = await crop();
    await rig.ended(job);
    await closed(job);
    await reset(job, point);
    expect(await rig.row(job)).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(await reservations(job)).toEqual(['settled']);
    expect(await rig.wallet()).toEqual({ posted: wallet.posted - 1, held: 0 });
  });

  test('of a failed job fails again for nothing', async () => {
    const job = await hopeless();
    await rig.ended(job);
    await closed(job);
    await reset(job, point);
    expect(await rig.row(job)).toMatchObject({ status: 'failed', error: { code: 'no_subject' } });
    expect(await rig.wallet()).toEqual(wallet);
  });

  test('of a canceled job either runs it or leaves it canceled', async () => {
    const job = await slow(point === 'first' ? cup : largeCup);
    await working(job);
    await rig.cancelJob(rig.principal, job);
    expect(await rig.ended(job)).toMatchObject({ status: 'canceled' });
    await closed(job);
    await reset(job, point);
    const states = await reservations(job);
    if (point === 'first') {
      expect(await rig.row(job)).toMatchObject({ status: 'succeeded', credits_charged: 2 });
      expect(states).toEqual(['voided', 'settled']);
    } else {
      expect(await rig.row(job)).toMatchObject({ status: 'canceled' });
      expect(states).toEqual(['voided']);
    }
  });

  test('of a running job leaves one run, one charge and no stale write', async () => {
    const job = await slow();
    await working(job);
    await reset(job, point);
    expect(await rig.row(job)).toMatchObject({ status: 'succeeded', credits_charged: 2 });
    expect(await reservations(job)).toEqual(['settled']);
    expect(await rig.wallet()).toEqual({ posted: wallet.posted - 2, held: 0 });
    const runs = await rig.inTenant<{ run_id: string }>(
      'select run_id from job_runs where job_id = $1 order by seq',
      [job],
    );
    expect(runs).toHaveLength(2);
    // What the old run's activity may still try, long after.
    for (const late of ['begin_attempt($1, $2, 0)', `void_job($1, $2, 'failed', null)`]) {
      const step = rig.inTenant(`select ${late}`, [job, runs[0]?.run_id]);
      await expect(step).rejects.toMatchObject({ kind: 'stale_run' });
    }
  });
});

test('a terminated job gives its credits back at the next reconciliation', async () => {
  const job = await slow();
  await working(job);
  await handleOf(job).terminate('by an operator');
  await rig.client.schedule.getHandle(standingIds(rig.taskQueue).reconcile).trigger();
  // Younger than five seconds, the first pass may leave it; the schedule comes back by itself, the test asks again.
  const asking = setInterval(() => {
    void rig.client.schedule.getHandle(standingIds(rig.taskQueue).reconcile).trigger();
  }, 1_000);
  const ended = await rig.ended(job);
  clearInterval(asking);
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'terminated' } });
  expect(await rig.wallet()).toEqual(wallet);
});

test('a workflow started by hand for another organization’s job touches nothing', async () => {
  const job = await crop();
  await rig.ended(job);
  const plan = (
    await rig.inTenant<{ plan: object }>('select plan from jobs where id = $1', [job])
  )[0]?.plan;
  const stranger = publicId('org', await rig.organization());
  const result = rig.client.workflow.execute('smart-crop', {
    taskQueue: rig.taskQueue,
    workflowId: randomUUID(),
    args: [{ jobId: publicId('job', job), organizationId: stranger, plan }],
  });
  await expect(result).rejects.toMatchObject({
    cause: { cause: { type: 'job_not_found' } },
  });
  expect(await rig.row(job)).toMatchObject({ status: 'succeeded' });
});

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
