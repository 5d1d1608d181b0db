import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseId } from '../domain/ids.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { catalogue } from '../operations/index.ts';
import { defineOperation, localLink } from '../operations/operation.ts';
import { upscale } from '../operations/upscale.ts';
import { jobsOn } from './testing/jobs.ts';

/** Its first link is sure to fail: no engine answers within a millisecond. */
const second = defineOperation({
  ...upscale,
  id: 'second-upscale',
  links: () => [localLink('esrgan-slim', 1, 1), localLink('lanczos3', 1, 60_000)],
});

let rig: SagaRig;
let posted: number;

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig({ operations: [...catalogue, second] });
  await rig.startWorker();
});
beforeEach(async () => {
  ({ posted } = await rig.wallet());
});
afterAll(() => rig.close());

const { create, run, cup, working } = jobsOn(() => rig);

describe('a repeated job', () => {
  test('answers from the stored result for 0 credits', async () => {
    const asset = await cup();
    const input = { asset, aspect_ratio: '16:9', focus: 'center' };
    const first = await run('smart-crop', input);
    const again = await run('smart-crop', input);
    expect(again).toMatchObject({
      status: 'succeeded',
      cached: true,
      credits_charged: 0,
      attempts: 0,
    });
    expect(again.data).toEqual(first.data);
    expect(await rig.wallet()).toEqual({ posted: posted - 1, held: 0 });
  });

  test('with other parameters is computed', async () => {
    const asset = await cup();
    await run('extract-colors', { asset, max_colors: 3 });
    expect(await run('extract-colors', { asset, max_colors: 4 })).toMatchObject({ cached: false });
  });

  test('of a design counts as repeated only under the same explicit seed', async () => {
    const first = await run('text-to-design', { prompt: 'A kite' });
    expect(await run('text-to-design', { prompt: 'A kite' })).toMatchObject({ cached: false });
    const seed = first.data?.seed;
    expect(await run('text-to-design', { prompt: 'A kite', seed })).toMatchObject({ cached: true });
  });

  test('is not answered with what a later link delivered while the first was in trouble', async () => {
    const input = { asset: await cup(), scale: 2 };
    const first = await run('second-upscale', input);
    expect(first).toMatchObject({ status: 'succeeded', attempts: 3 });
    const again = await run('second-upscale', input);
    expect(again).toMatchObject({ cached: false, attempts: 3, credits_charged: 1 });
    expect(again.id).not.toBe(first.id);
  });

  test('asked for with a key that was used, is the same job even after its picture is gone', async () => {
    const asset = await cup();
    const ask = () =>
      rig.createJob({
        principal: rig.principal,
        operation: 'smart-crop',
        input: { asset, aspect_ratio: '1:1', focus: 'center' },
        idempotencyKey: 'once',
      });
    const { jobId } = await ask();
    await rig.ended(jobId);
    await rig.inTenant('select delete_asset($1)', [parseId('ast', asset)]);
    expect(await ask()).toEqual({ jobId, replayed: true, joined: false });
  });
});

describe('a second press while the job is under way', () => {
  const enlarge = (asset: string) =>
    rig.createJob({
      principal: rig.principal,
      operation: 'upscale',
      input: { asset, scale: 4 },
      idempotencyKey: null,
    });

  test('is answered with that job, and holds nothing', async () => {
    const asset = await cup();
    const first = await enlarge(asset);
    await working(first.jobId);
    expect(await enlarge(asset)).toMatchObject({ jobId: first.jobId, joined: true });
    expect(await rig.wallet()).toEqual({ posted, held: 4 });
    expect(await rig.ended(first.jobId)).toMatchObject({ credits_charged: 4 });
    expect(await rig.wallet()).toEqual({ posted: posted - 4, held: 0 });
  });

  test('of twenty at once makes one job', async () => {
    const asset = await cup();
    const made = await Promise.all(Array.from({ length: 20 }, () => enlarge(asset)));
    expect(new Set(made.map(({ jobId }) => jobId)).size).toBe(1);
    expect(made.filter(({ joined }) => !joined)).toHaveLength(1);
    await rig.ended(made[0]?.jobId ?? '');
    expect(await rig.wallet()).toEqual({ posted: posted - 4, held: 0 });
  });

  test('after it was taken back, makes a new one', async () => {
    const asset = await cup();
    const first = await enlarge(asset);
    await working(first.jobId);
    await rig.cancelJob(rig.principal, first.jobId);
    const again = await enlarge(asset);
    expect(again).toMatchObject({ joined: false });
    expect(await rig.ended(first.jobId)).toMatchObject({ status: 'canceled' });
    expect(await rig.ended(again.jobId)).toMatchObject({ status: 'succeeded', credits_charged: 4 });
  });

  test('of another design draws another one', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => create('text-to-design', { prompt: 'Two kites' })),
    );
    expect(one).not.toBe(two);
    await rig.ended(one ?? '');
    await rig.ended(two ?? '');
  });
});
