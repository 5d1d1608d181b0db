import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { publicId } from '../domain/ids.ts';
import { jobsOn } from './testing/jobs.ts';

type Point = 'first' | 'last';

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

const { create, crop, picture, cups, handleOf, closed, working } = jobsOn(() => rig);
const hopeless = async () => create('background-removal', { asset: await picture('#2040c0') });
/** Some seconds of work, in which something can be done to the job. */
const slow = async (asset = cup) =>
  create('upscale', { asset, scale: 2, denoise_strength: Math.random() });

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

async function reservations(jobId: string): Promise<string[]> {
  const rows = await rig.inTenant<{ state: string }>(
    'select state from reservations where job_id = $1 order by ordinal',
    [jobId],
  );
  return rows.map(({ state }) => state);
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

test('the Web UI shows what a job is, leads to it, and says how far it got', async () => {
  const job = await slow(largeCup);
  await working(job);
  const handle = handleOf(job);
  const description = await handle.describe();
  expect(await description.staticSummary()).toBe(
    `upscale · ${publicId('org', rig.organizationId)}`,
  );
  expect(await description.staticDetails()).toBe(
    `[Open the job](http://localhost/jobs/${publicId('job', job)})`,
  );
  const details = async () =>
    (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;
  expect(await details()).toBe('Working: local · esrgan-slim');
  await rig.cancelJob(rig.principal, job);
  await closed(job);
  expect(await details()).toBe('Ended: canceled');
});

test('a terminated job gives its credits back within about a minute', async () => {
  const job = await slow();
  await working(job);
  await handleOf(job).terminate('by an operator');
  const ended = await rig.ended(job);
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
