import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalogue } from '../operations/index.ts';
import { defineOperation, localLink } from '../operations/operation.ts';
import { smartCrop } from '../operations/smart-crop.ts';
import { upscale } from '../operations/upscale.ts';
import { jobsOn, passDeadline } from './testing/jobs.ts';
import { gone } from './testing/processes.ts';
import { resetPoints, type ResetPoint, resetTo } from './testing/resets.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';

// Every workflow task of every kind of history is a place to which an operator may reset a job. Wherever that is, one run
// is left, the job ends well, and nobody is paid or charged twice.
const quickCrop = defineOperation({
  ...smartCrop,
  id: 'quick-crop',
  links: () => [localLink('smartcrop', 1, 30_000, 'quick')],
});
/** Its first link fails at once, the second delivers. */
const secondCrop = defineOperation({
  ...smartCrop,
  id: 'second-crop',
  links: () => [localLink('smartcrop', 3, 1), localLink('smartcrop', 1, 60_000)],
});
const hopelessCrop = defineOperation({
  ...smartCrop,
  id: 'hopeless-crop',
  links: () => [localLink('smartcrop', 1, 1), localLink('no-such-engine', 1, 60_000)],
});
/** The same with some seconds of work in the second link. */
const secondUpscale = defineOperation({
  ...upscale,
  id: 'second-upscale',
  links: () => [localLink('lanczos3', 3, 1), localLink('esrgan-slim', 1, 60_000)],
});
const operations = [...catalogue, quickCrop, secondCrop, hopelessCrop, secondUpscale];

interface Aftermath {
  status: string;
  charged: number;
  attempts: number;
  /** Attempts that delivered. */
  delivered: number;
  /** Reservations that hold or charge. */
  live: number;
}

async function aftermath(rig: SagaRig, jobId: string): Promise<Aftermath> {
  const job = await rig.ended(jobId);
  const [counts] = await rig.inTenant<{ delivered: number; live: number }>(
    `select (select count(*)::integer from attempts where job_id = $1 and state = 'delivered') as delivered,
       (select count(*)::integer from reservations where job_id = $1 and live) as live`,
    [jobId],
  );
  const { status, credits_charged: charged, attempts } = job;
  return {
    status,
    charged,
    attempts,
    delivered: counts?.delivered ?? -1,
    live: counts?.live ?? -1,
  };
}

async function refuseDrift(rig: SagaRig): Promise<void> {
  expect(await rig.database.query('select * from verify()')).toEqual([]);
}

describe('a job that has ended, reset to any workflow task of its history,', () => {
  let rig: SagaRig;
  const { create, closed, picture, working } = jobsOn(() => rig);

  beforeAll(async () => {
    await ensureBundle();
    rig = await createSagaRig({ operations });
    await rig.startWorker();
  });
  afterAll(() => rig.close());

  const crop = async (operation: string, asset?: string) =>
    create(operation, { asset: asset ?? (await picture()), aspect_ratio: '1:1', focus: 'center' });

  const kinds: [kind: string, make: () => Promise<string>][] = [
    ['with one link', () => crop('smart-crop')],
    ['of quick work', () => crop('quick-crop')],
    ['whose second link delivered', () => crop('second-crop')],
    ['that no link delivered', () => crop('hopeless-crop')],
    [
      'without a subject',
      async () => create('background-removal', { asset: await picture('#2040c0') }),
    ],
    [
      'answered from a stored result',
      async () => {
        const asset = await picture();
        await rig.ended(await crop('smart-crop', asset));
        return await crop('smart-crop', asset);
      },
    ],
  ];

  test.each(kinds)('%s, stays what it was', async (_kind, make) => {
    const job = await make();
    const before = await aftermath(rig, job);
    await closed(job);
    const points = await resetPoints(rig, job);
    expect(points.length).toBeGreaterThan(0);
    for (const point of points) {
      await resetTo(rig, job, point);
      await closed(job);
      const after = await aftermath(rig, job);
      // What failed is tried again; what was delivered is not asked for again.
      const expected =
        before.status === 'failed' ? { ...before, attempts: after.attempts } : before;
      const at = String(point.eventId);
      expect({ at, ...after }).toEqual({ at, ...expected });
      await refuseDrift(rig);
    }
  });

  test('canceled at work, runs or stays canceled', async () => {
    const job = await create('second-upscale', { asset: await picture() });
    await working(job);
    await rig.cancelJob(rig.principal, job);
    expect((await rig.ended(job)).status).toBe('canceled');
    await closed(job);
    for (const point of await resetPoints(rig, job)) {
      await resetTo(rig, job, point);
      await closed(job);
      const after = await aftermath(rig, job);
      const ends = [
        { status: 'canceled', charged: 0, delivered: 0, live: 0 },
        { status: 'succeeded', charged: 1, delivered: 1, live: 1 },
      ];
      expect(ends).toContainEqual({ ...after, attempts: undefined });
      await refuseDrift(rig);
    }
  });

  test('while its second link works, leaves one run that delivers', async () => {
    let index = 0;
    for (let points: ResetPoint[] = []; index === 0 || index < points.length; index += 1) {
      const job = await create('second-upscale', {
        asset: await picture(),
        scale: 2,
        denoise_strength: Math.random(),
      });
      await rig.until(job, ({ attempts }) => attempts === 3);
      points = await resetPoints(rig, job);
      const point = points[index];
      if (!point) throw new RangeError('a history without workflow tasks');
      await resetTo(rig, job, point);
      await closed(job);
      expect({ index, ...(await aftermath(rig, job)) }).toMatchObject({
        status: 'succeeded',
        charged: 1,
        delivered: 1,
        live: 1,
      });
      await refuseDrift(rig);
    }
    expect(index).toBeGreaterThan(1);
  });
});

describe('a job whose second link has delivered, and that nobody has settled,', () => {
  async function delivered(): Promise<{ rig: SagaRig; job: string; points: ResetPoint[] }> {
    const rig = await createSagaRig({ operations });
    const { create, picture } = jobsOn(() => rig);
    const doomed = await rig.startWorker('settle.before');
    const job = await create('second-crop', {
      asset: await picture(),
      aspect_ratio: '1:1',
      focus: 'center',
    });
    await gone(doomed);
    return { rig, job, points: await resetPoints(rig, job) };
  }

  const settled = { status: 'succeeded', charged: 1, attempts: 3, delivered: 1, live: 1 };

  test('is settled after a reset to any workflow task, and no link is asked again', async () => {
    let index = 0;
    for (let count = 1; index < count; index += 1) {
      const { rig, job, points } = await delivered();
      count = points.length;
      const point = points[index];
      if (!point) throw new RangeError('a history without workflow tasks');
      await resetTo(rig, job, point);
      await rig.startWorker();
      expect({ index, ...(await aftermath(rig, job)) }).toEqual({ index, ...settled });
      await rig.close();
    }
    expect(index).toBeGreaterThan(1);
  });

  test('is settled even after its deadline has passed', async () => {
    const { rig, job, points } = await delivered();
    await passDeadline(rig, job);
    const [first] = points;
    if (first) await resetTo(rig, job, first);
    await rig.startWorker();
    expect(await aftermath(rig, job)).toEqual(settled);
    await rig.close();
  });
});

test('a job that has delivered nothing by its deadline ends for nothing', async () => {
  const rig = await createSagaRig({ operations });
  const { create, picture } = jobsOn(() => rig);
  const doomed = await rig.startWorker('reserve.committed');
  const job = await create('smart-crop', { asset: await picture(), aspect_ratio: '1:1' });
  await gone(doomed);
  await passDeadline(rig, job);
  await rig.startWorker();
  expect(await rig.ended(job)).toMatchObject({
    status: 'failed',
    credits_charged: 0,
    attempts: 0,
    error: { code: 'deadline_exceeded' },
  });
  await rig.close();
});
