import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase, withConnection } from '../testing/test-database.ts';
import { stepsOf } from './testing/steps.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const { fresh, accept, reserve, begin, deliver, settle, voidJob, cancel, row, wallet } = stepsOf(
  () => db,
);

/** Where a job may be when the machine falls asleep. Each answers the attempt that is delivered later, or null. */
const stages: [stage: string, go: (job: string) => Promise<unknown>][] = [
  ['queued', () => Promise.resolve()],
  ['reserved', (job) => reserve(job, 'a')],
  [
    'at work',
    async (job) => {
      await reserve(job, 'a');
      await begin(job, 'a');
    },
  ],
  [
    'delivered',
    async (job) => {
      await reserve(job, 'a');
      await deliver(job, 'a');
    },
  ],
  [
    'being canceled',
    async (job) => {
      await reserve(job, 'a');
      await cancel(job);
    },
  ],
];

const ends: [end: string, go: (job: string) => Promise<unknown>, statuses: string[]][] = [
  [
    'settled',
    async (job) => {
      await reserve(job, 'a');
      if ((await row(job)).status === 'canceled') return;
      const { id, delivery } = await begin(job, 'a');
      await settle(job, 'a', delivery ? id : await deliver(job, 'a'));
    },
    ['succeeded', 'canceled'],
  ],
  ['voided', (job) => voidJob(job, 'a', 'failed', 'engine_failed'), ['failed']],
  [
    'canceled',
    async (job) => {
      await cancel(job);
      await voidJob(job, 'a', 'canceled', null);
    },
    ['canceled'],
  ],
];

/** All that the job says of times lies sixty days further back. */
async function sleep(job: string): Promise<void> {
  await withConnection(db.adminUrl, (admin) =>
    admin.query(`
      update jobs set created_at = created_at - interval '60 days', started_at = started_at - interval '60 days',
        steps = (select jsonb_agg(step || jsonb_build_object('started_at',
          (step ->> 'started_at')::timestamptz - interval '60 days')) from jsonb_array_elements(steps) step)
        where id = '${job}';
      update attempts set started_at = started_at - interval '60 days' where job_id = '${job}'`),
  );
}

describe.each(stages)('a job that was %s while its machine slept for sixty days', (_stage, go) => {
  test.each(ends)('can be %s, and holds nothing afterwards', async (_end, finish, statuses) => {
    await fresh(10);
    const { job_id: job } = await accept({ startBy: new Date(Date.now() + 1e10) });
    await go(job);
    await sleep(job);
    await finish(job);
    const { status } = await row(job);
    expect(statuses).toContain(status);
    expect((await wallet())[1]).toBe(0);
  });
});

test('says how long it took, in milliseconds', async () => {
  await fresh(10);
  const { job_id: job } = await accept({ startBy: new Date(Date.now() + 1e10) });
  await reserve(job, 'a');
  const attempt = await deliver(job, 'a');
  await sleep(job);
  await settle(job, 'a', attempt);
  const days = 86_400_000;
  const { steps } = (await row(job)) as { steps: { duration_ms: number }[] };
  expect(Math.max(...steps.map((step) => step.duration_ms))).toBeGreaterThan(59 * days);
  const [event] = await db.system.query<{ duration_ms: number }>(
    'select duration_ms from events where job_id = $1',
    [job],
  );
  expect(event?.duration_ms).toBeGreaterThan(59 * days);
});
