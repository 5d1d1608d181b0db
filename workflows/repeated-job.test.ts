import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { jobsOn } from './testing/jobs.ts';

let rig: SagaRig;
let posted: number;

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
  await rig.startWorker();
});
beforeEach(async () => {
  ({ posted } = await rig.wallet());
});
afterAll(() => rig.close());

const { run, cup } = jobsOn(() => rig);

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
});
