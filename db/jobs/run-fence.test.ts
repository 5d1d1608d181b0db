import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { stepsOf } from './testing/steps.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

const { fresh, accept, reserve, begin, deliver, settle, voidJob, call, wallet, row, kinds } =
  stepsOf(() => db);

describe('the run fence', () => {
  test('refuses the step of a run that another has replaced', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    await reserve(job, 'b');
    expect(await wallet()).toEqual([10, 2]);
    for (const late of [
      () => reserve(job, 'a'),
      () => begin(job, 'a'),
      () => voidJob(job, 'a', 'failed', 'x'),
    ]) {
      await expect(late()).rejects.toMatchObject({ kind: 'stale_run' });
    }
    expect(await settle(job, 'b', await deliver(job, 'b'))).toMatchObject({ charged: 2 });
    expect(await wallet()).toEqual([8, 0]);
  });

  test('gives a reset of a succeeded job its stored outcome', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const attempt = await deliver(job, 'a');
    await settle(job, 'a', attempt);
    expect(await reserve(job, 'b')).toMatchObject({ status: 'succeeded', charged: 2 });
    expect(await settle(job, 'c', attempt)).toMatchObject({ status: 'succeeded', charged: 2 });
    expect(await wallet()).toEqual([8, 0]);
  });

  test('runs a failed job again after a reset, under a new reservation', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    await voidJob(job, 'a', 'failed', 'engine_failed');
    expect(await reserve(job, 'b')).toMatchObject({ status: 'running' });
    expect(await settle(job, 'b', await deliver(job, 'b'))).toMatchObject({ charged: 2 });
    expect(await wallet()).toEqual([8, 0]);
    expect(await kinds(job)).toEqual(['job.failed', 'job.reopened', 'job.succeeded']);
  });

  test('lets nobody work for a job whose reserve the database has forgotten, unless it can pay', async () => {
    await fresh(2);
    const [{ job_id: first }, { job_id: second }] = [await accept(), await accept()];
    await begin(first, 'a');
    expect(await wallet()).toEqual([2, 2]);
    expect(await row(first)).toMatchObject({ status: 'running', credits_held: 2 });
    await expect(begin(second, 'b')).rejects.toMatchObject({ kind: 'insufficient_credits' });
    expect(await row(second)).toMatchObject({ status: 'queued', attempts: 0 });
    await voidJob(first, 'a', 'failed', 'engine_failed');
    expect(await wallet()).toEqual([2, 0]);
    expect(await db.database.query('select * from verify()')).toEqual([]);
  });

  test('returns what an earlier run had delivered instead of paying for it again', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const attempt = await deliver(job, 'a');
    await reserve(job, 'b');
    expect(await begin(job, 'b')).toMatchObject({ id: attempt, delivery: { engine: 'e' } });
  });

  test('delivers for nothing and writes it off when a reset settles with an empty wallet', async () => {
    await fresh(2);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const attempt = await deliver(job, 'a');
    await voidJob(job, 'a', 'failed', 'terminated');
    const other = await accept();
    await reserve(other.job_id, 'x');
    await settle(other.job_id, 'x', await deliver(other.job_id, 'x'));
    expect(await settle(job, 'b', attempt)).toMatchObject({ status: 'succeeded', charged: 0 });
    expect(await wallet()).toEqual([0, 0]);
  });
});

describe('an attempt that wakes up late', () => {
  const late = (attempt: string, run: string) =>
    call('deliver_attempt($1, $2, $3)', [attempt, run, JSON.stringify({ images: [] })]);

  test('does not touch a job that has ended', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const { id } = await begin(job, 'a');
    await voidJob(job, 'a', 'failed', 'engine_failed');
    await expect(late(id, 'a')).rejects.toMatchObject({ kind: 'canceled' });
    expect(await row(job)).toMatchObject({ status: 'failed', stage: 'working' });
  });

  test('is refused when another attempt has taken its place', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const { id } = await begin(job, 'a');
    await begin(job, 'a');
    await expect(late(id, 'a')).rejects.toMatchObject({ kind: 'stale_run' });
    await voidJob(job, 'a', 'failed', 'engine_failed');
  });
});

describe('a job that looked abandoned', () => {
  const abandon = (job: string, seen: string | null) =>
    call<{ status: string } | null>('end_abandoned_job($1, $2, $3, $4)', [
      job,
      seen,
      'failed',
      JSON.stringify({ code: 'terminated' }),
    ]);

  test('is left alone when another run has taken it up since', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    await reserve(job, 'b');
    for (const seen of ['a', null]) expect(await abandon(job, seen)).toBeNull();
    expect(await row(job)).toMatchObject({ status: 'running', credits_held: 2 });
    expect(await abandon(job, 'b')).toMatchObject({ status: 'failed', error: 'terminated' });
    expect(await wallet()).toEqual([10, 0]);
  });

  test('that no run ever took, is ended', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    expect(await abandon(job, null)).toMatchObject({ status: 'failed' });
  });
});
