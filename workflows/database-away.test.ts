import { setTimeout as elapse } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { crashPoints, type CrashPoint } from '../activities/jobs/crash-points.ts';
import { Cable } from '../db/testing/cable.ts';
import type { Halt } from './testing/halt.ts';
import type { JobRow } from './testing/job-rows.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';

// Every stage of a job is interrupted by an outage of Postgres, all of them by the same one: it is over long after every
// budget of tries would have been used up.
const outageMs = Number(process.env.OUTAGE_MS ?? 25_000);

interface Stage {
  readonly point: CrashPoint;
  readonly rig: SagaRig;
  readonly cable: Cable;
  readonly halt: Halt;
}

interface End {
  point: CrashPoint;
  job: JobRow;
  attempts: { state: string; failure_type: string | null }[];
  reservations: string[];
}

type Act = (cable: Cable) => Promise<void>;

const stages: Stage[] = [];

async function stageAt(point: CrashPoint): Promise<Stage> {
  const cable = new Cable();
  await cable.plug();
  const rig = await createSagaRig({ cable });
  const halt = await rig.startHaltingWorker(point);
  return { point, rig, cable, halt };
}

beforeAll(async () => {
  await ensureBundle();
  // A few at a time: each is a process.
  for (let first = 0; first < crashPoints.length; first += 4) {
    stages.push(...(await Promise.all(crashPoints.slice(first, first + 4).map(stageAt))));
  }
});
afterAll(async () => {
  await Promise.all(
    stages.map(async ({ rig, cable }) => {
      await rig.close();
      await cable.pull();
    }),
  );
});

async function startJob({ point, rig }: Stage, hue: number): Promise<string> {
  const failing = point.startsWith('void.');
  const background = failing ? '#2040c0' : `hsl(${hue}, 70%, 50%)`;
  const size = { width: 320, height: 240 };
  const bytes = sharp({ create: { ...size, channels: 3, background } })
    .withExif({ IFD0: { ImageDescription: `${point} ${hue}` } })
    .png();
  const asset = await rig.addPicture(await bytes.toBuffer(), size);
  const { jobId } = await rig.createJob({
    principal: rig.principal,
    ...(failing
      ? { operation: 'background-removal', input: { asset } }
      : { operation: 'smart-crop', input: { asset, aspect_ratio: '1:1', focus: 'center' } }),
    idempotencyKey: null,
  });
  return jobId;
}

async function endOf({ point, rig }: Stage, jobId: string): Promise<End> {
  const job = await rig.ended(jobId);
  const attempts = await rig.inTenant<End['attempts'][number]>(
    'select state, failure_type from attempts where job_id = $1 order by ordinal',
    [jobId],
  );
  const reservations = await rig.inTenant<{ state: string }>(
    'select state from reservations where job_id = $1',
    [jobId],
  );
  return { point, job, attempts, reservations: reservations.map(({ state }) => state) };
}

/** Runs a job to every point, has Postgres go and come back, and waits for the jobs' ends. */
async function outage(hue: number, goes: Act, returns: Act): Promise<Map<CrashPoint, End>> {
  for (const { halt } of stages) halt.again();
  const jobs = await Promise.all(
    stages.map(async (stage) => {
      const job = await startJob(stage, hue);
      await stage.halt.reached();
      await goes(stage.cable);
      // At once: a worker that stands still for long is lost to Temporal.
      stage.halt.release();
      return job;
    }),
  );
  await elapse(outageMs);
  await Promise.all(stages.map(({ cable }) => returns(cable)));
  const ends = await Promise.all(stages.map((stage, index) => endOf(stage, jobs[index] ?? '')));
  return new Map(ends.map((end) => [end.point, end]));
}

const outages: [how: string, goes: Act, returns: Act][] = [
  ['gone', (cable) => cable.pull(), (cable) => cable.plug()],
  [
    'silent',
    (cable) => {
      cable.silence();
      return Promise.resolve();
    },
    (cable) => {
      cable.speak();
      return Promise.resolve();
    },
  ],
];

describe.each(outages)('Postgres %s', (_how, goes, returns) => {
  let ends: Map<CrashPoint, End>;

  beforeAll(async () => {
    ends = await outage(outages.findIndex(([, each]) => each === goes) * 90, goes, returns);
  });

  test.each(crashPoints.filter((point) => !point.startsWith('void.')))(
    'at %s costs the job that time and nothing else: one attempt, one charge',
    (point) => {
      expect(ends.get(point)).toMatchObject({
        job: { status: 'succeeded', credits_charged: 1, attempts: 1 },
        attempts: [{ state: 'delivered', failure_type: null }],
        reservations: ['settled'],
      });
    },
  );

  test.each(crashPoints.filter((point) => point.startsWith('void.')))(
    'at %s still gives the credits back',
    (point) => {
      expect(ends.get(point)).toMatchObject({
        job: { status: 'failed', credits_charged: 0, error: { code: 'no_subject' } },
        reservations: ['voided'],
      });
    },
  );
});
