import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { crashPoints, type CrashPoint } from '../activities/jobs/crash-points.ts';
import type { JobRow } from './testing/job-rows.ts';
import { gone } from './testing/processes.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';

interface Aftermath {
  job: JobRow;
  assets: number;
  settled: number;
  pending: number;
  wallet: { posted: number; held: number };
  events: number;
}

const sideBySide = 6;
const aftermath = new Map<CrashPoint, Promise<Aftermath>>();
const rigs: SagaRig[] = [];

/** Kills the worker at `point`, starts another, and looks at what is left when the job has ended. */
async function dieAt(point: CrashPoint): Promise<Aftermath> {
  const rig = await createSagaRig();
  rigs.push(rig);
  const failing = point.startsWith('void.');
  const picture = await sharp({
    create: { width: 320, height: 240, channels: 3, background: failing ? '#2040c0' : '#c04020' },
  })
    .png()
    .toBuffer();
  const asset = await rig.addPicture(picture, { width: 320, height: 240 });
  const doomed = await rig.startWorker(point);
  const { jobId } = await rig.createJob({
    principal: rig.principal,
    ...(failing
      ? { operation: 'background-removal', input: { asset } }
      : { operation: 'smart-crop', input: { asset, aspect_ratio: '1:1', focus: 'center' } }),
    idempotencyKey: null,
  });
  expect(await gone(doomed)).toBe('SIGKILL');
  await rig.startWorker();
  const job = await rig.ended(jobId);
  const count = async (from: string): Promise<number> =>
    (await rig.inTenant<{ n: number }>(`select count(*)::integer as n from ${from}`))[0]?.n ?? -1;
  return {
    job,
    assets: await count(`assets where job_id = '${jobId}'`),
    settled: await count(`reservations where state = 'settled'`),
    pending: await count(`reservations where state = 'pending'`),
    wallet: await rig.wallet(),
    events: await count(`events where terminal`),
  };
}

beforeAll(async () => {
  await ensureBundle();
  let free: Promise<unknown>[] = Array.from({ length: sideBySide }, () => Promise.resolve());
  for (const [index, point] of crashPoints.entries()) {
    const lane = index % sideBySide;
    const run = (free[lane] ?? Promise.resolve()).then(() => dieAt(point));
    aftermath.set(point, run);
    free = free.with(
      lane,
      run.catch(() => undefined),
    );
  }
  await Promise.all(free);
});

afterAll(async () => {
  await Promise.all(rigs.map((rig) => rig.close()));
});

const points = (ending: (point: string) => boolean) => crashPoints.filter(ending);

test.each(points((point) => !point.startsWith('void.')))(
  'a worker killed at %s loses nothing and charges once',
  async (point) => {
    expect(await aftermath.get(point)).toMatchObject({
      job: { status: 'succeeded', credits_charged: 1, credits_held: 0 },
      assets: 1,
      settled: 1,
      pending: 0,
      wallet: { posted: 99, held: 0 },
      events: 1,
    });
  },
);

test.each(points((point) => point.startsWith('void.')))(
  'a worker killed at %s still gives the credits back, once',
  async (point) => {
    expect(await aftermath.get(point)).toMatchObject({
      job: { status: 'failed', credits_charged: 0, credits_held: 0, error: { code: 'no_subject' } },
      assets: 0,
      settled: 0,
      pending: 0,
      wallet: { posted: 100, held: 0 },
      events: 1,
    });
  },
);

test.each(['provide.stored', 'provide.delivered'] as const)(
  'what a worker killed at %s had stored is booked, not made again',
  async (point) => {
    expect(await aftermath.get(point)).toMatchObject({ job: { attempts: 1 } });
  },
);

test('work with which three workers were lost ends its link, for nothing', async () => {
  const rig = await createSagaRig();
  rigs.push(rig);
  const asset = await rig.addPicture(
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c04020' } })
      .png()
      .toBuffer(),
    { width: 64, height: 64 },
  );
  let doomed = await rig.startWorker('provide.computed');
  const { jobId } = await rig.createJob({
    principal: rig.principal,
    operation: 'smart-crop',
    input: { asset, aspect_ratio: '1:1', focus: 'center' },
    idempotencyKey: null,
  });
  for (let lost = 1; lost < 3; lost += 1) {
    await gone(doomed);
    doomed = await rig.startWorker('provide.computed');
  }
  await gone(doomed);
  await rig.startWorker();
  expect(await rig.ended(jobId)).toMatchObject({
    status: 'failed',
    error: { code: 'worker_lost' },
    attempts: 3,
    credits_charged: 0,
  });
  expect(await rig.wallet()).toEqual({ posted: 100, held: 0 });
});

test('every crash point of the code has its test', async () => {
  const folder = new URL('../activities/', import.meta.url);
  const sources = await Promise.all(
    (await readdir(folder, { recursive: true }))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFile(new URL(name, folder), 'utf8')),
  );
  const crossed = sources.join('\n').matchAll(/cross\('([a-z._]+)'\)/g);
  expect([...crossed].map(([, point]) => point).sort()).toEqual([...crashPoints].sort());
});
