import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { stepsOf } from './testing/steps.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

const { fresh, accept, reserve, begin, deliver, settle, voidJob, cancel, wallet, row, kinds } =
  stepsOf(() => db);

describe('cancel', () => {
  test('ends at once what no run has taken, and the first run honours it', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    expect(await cancel(job)).toBe('canceled');
    expect(await reserve(job, 'a')).toMatchObject({ status: 'canceled' });
    expect(await wallet()).toEqual([10, 0]);
    expect(await kinds(job)).toEqual(['job.canceled']);
  });

  test('wins over a settle that starts later', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const attempt = await deliver(job, 'a');
    expect(await cancel(job)).toBe('canceling');
    expect(await settle(job, 'a', attempt)).toMatchObject({ status: 'canceled', charged: 0 });
    expect(await wallet()).toEqual([10, 0]);
  });

  test('loses to a settle that has happened', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    await settle(job, 'a', await deliver(job, 'a'));
    expect(await cancel(job)).toBe('ended');
    expect(await row(job)).toMatchObject({ status: 'succeeded' });
  });

  test('of an earlier run is cleared by a reset', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    await cancel(job);
    expect(await reserve(job, 'b')).toMatchObject({ status: 'running' });
    await settle(job, 'b', await deliver(job, 'b'));
    expect(await row(job)).toMatchObject({ status: 'succeeded' });
  });

  test('stops the next attempt', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    await cancel(job);
    await expect(begin(job, 'a')).rejects.toMatchObject({ kind: 'canceled' });
    await voidJob(job, 'a', 'canceled', null);
  });

  test('that Temporal may not have heard of is repeated, and no number of them hides another', async () => {
    await fresh(0);
    const jobs: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const { job_id: job } = await accept({ credits: 0 });
      await reserve(job, 'a');
      await cancel(job);
      jobs.push(job);
    }
    const taken: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const rows = await db.database.query<{ id: string }>(
        'select id from take_pending_cancels(2)',
      );
      taken.push(...rows.map(({ id }) => id).filter((id) => jobs.includes(id)));
    }
    expect(taken.sort()).toEqual(jobs.sort());
    for (const job of jobs) await voidJob(job, 'a', 'canceled', null);
  });
});
