import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { publicId } from '../domain/ids.ts';
import { jobsOn } from './testing/jobs.ts';
import { resetPoints, resetTo } from './testing/resets.ts';

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

test('what a run that was reset may still try changes nothing', async () => {
  const job = await slow();
  await working(job);
  const [first] = await resetPoints(rig, job);
  if (!first) throw new Error('a history without workflow tasks');
  await resetTo(rig, job, first);
  await closed(job);
  expect(await rig.row(job)).toMatchObject({ status: 'succeeded', credits_charged: 2 });
  const runs = await rig.inTenant<{ run_id: string }>(
    'select run_id from job_runs where job_id = $1 order by seq',
    [job],
  );
  expect(runs).toHaveLength(2);
  for (const late of ['begin_attempt($1, $2, 0)', `void_job($1, $2, 'failed', null)`]) {
    const step = rig.inTenant(`select ${late}`, [job, runs[0]?.run_id]);
    await expect(step).rejects.toMatchObject({ kind: 'stale_run' });
  }
  expect(await rig.wallet()).toEqual({ posted: wallet.posted - 2, held: 0 });
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

describe('a terminated job', () => {
  /** Younger than five seconds, it is left alone: a pass comes once a minute, the test asks for more. */
  async function reconciled(job: string) {
    const asking = setInterval(() => void rig.reconcileNow(), 1_500);
    const ended = await rig.ended(job);
    clearInterval(asking);
    expect(await rig.wallet()).toEqual(wallet);
    return ended;
  }

  test('gives its credits back', async () => {
    const job = await slow(largeCup);
    await working(job);
    await handleOf(job).terminate('by an operator');
    expect(await reconciled(job)).toMatchObject({
      status: 'failed',
      error: { code: 'terminated' },
    });
  });

  test('that its customer had taken back, is canceled', async () => {
    const job = await slow(largeCup);
    await working(job);
    await rig.asAdmin(`select set_config('app.organization_id', '${rig.organizationId}', false);
      select request_cancel('${job}')`);
    await handleOf(job).terminate('by an operator');
    expect(await reconciled(job)).toMatchObject({ status: 'canceled', error: null });
  });

  test('that another workflow had got hold of, ends as well', async () => {
    const job = await slow(largeCup);
    await working(job);
    await rig.inTenant(`select reserve_job($1, 'a run of nobody')`, [job]);
    await handleOf(job).terminate('by an operator');
    expect(await reconciled(job)).toMatchObject({
      status: 'failed',
      error: { code: 'terminated' },
    });
  });
});

describe('a workflow started by hand', () => {
  const planOf = async (job: string): Promise<object> => {
    const rows = await rig.inTenant<{ plan: object }>('select plan from jobs where id = $1', [job]);
    return rows[0]?.plan ?? {};
  };
  const startedByHand = async (
    type: string,
    args: unknown[],
    workflowId: string = randomUUID(),
  ): Promise<unknown> =>
    await rig.client.workflow.execute(type, { taskQueue: rig.taskQueue, workflowId, args });
  const refused = { cause: { cause: { type: 'job_not_found' } } };

  test('for another organization’s job touches nothing', async () => {
    const job = await crop();
    await rig.ended(job);
    const organizationId = publicId('org', await rig.organization());
    const jobId = publicId('job', job);
    const args = [{ jobId, organizationId, plan: await planOf(job) }];
    await expect(startedByHand('smart-crop', args)).rejects.toMatchObject(refused);
    expect(await rig.row(job)).toMatchObject({ status: 'succeeded' });
  });

  test.each(['upscale', 'smart-crop'])(
    'as %s like the one that works on the job, is refused before it takes anything',
    async (type) => {
      const job = await slow();
      await working(job);
      const organizationId = publicId('org', rig.organizationId);
      const args = [{ jobId: publicId('job', job), organizationId, plan: await planOf(job) }];
      await expect(startedByHand(type, args)).rejects.toMatchObject(refused);
      expect(await rig.ended(job)).toMatchObject({ status: 'succeeded', credits_charged: 2 });
      expect(await rig.wallet()).toEqual({ posted: wallet.posted - 2, held: 0 });
    },
  );

  test('under the id of a job that has ended, as another operation, is refused as well', async () => {
    const job = await slow(largeCup);
    await working(job);
    await rig.cancelJob(rig.principal, job);
    await rig.ended(job);
    await closed(job);
    const jobId = publicId('job', job);
    const organizationId = publicId('org', rig.organizationId);
    const args = [{ jobId, organizationId, plan: await planOf(job) }];
    await expect(startedByHand('smart-crop', args, jobId)).rejects.toMatchObject(refused);
    expect(await rig.row(job)).toMatchObject({ status: 'canceled' });
  });

  test.each(['upscale', 'no-such-operation'])('as %s with no argument, fails', async (type) => {
    await expect(startedByHand(type, [])).rejects.toMatchObject(refused);
  });
});
