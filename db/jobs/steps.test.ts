import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { uuidv7 } from '../uuidv7.ts';
import { stepsOf } from './testing/steps.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});

afterAll(() => db.close());

const {
  fresh,
  grant,
  accept,
  reserve,
  deliver,
  settle,
  voidJob,
  cancel,
  call,
  read,
  wallet,
  row,
  kinds,
} = stepsOf(() => db);

describe('the happy path', () => {
  test('holds, delivers, charges and records in three steps', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    expect(await reserve(job, 'a')).toMatchObject({ status: 'running' });
    expect(await wallet()).toEqual([10, 2]);
    const attempt = await deliver(job, 'a');
    expect(await settle(job, 'a', attempt)).toMatchObject({ status: 'succeeded', charged: 2 });
    expect(await wallet()).toEqual([8, 0]);
    expect(await kinds(job)).toEqual(['job.succeeded']);
    const steps = (await row(job)).steps as { stage: string; duration_ms: number }[];
    expect(steps.map(({ stage }) => stage)).toEqual([
      'accepted',
      'reserved',
      'working',
      'storing',
      'settled',
    ]);
    expect(steps.every(({ duration_ms: duration }) => duration >= 0)).toBe(true);
  });

  test('charges the price of the link that delivered', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    expect(await settle(job, 'a', await deliver(job, 'a', 1))).toMatchObject({ charged: 1 });
    expect(await wallet()).toEqual([9, 0]);
  });

  test('charges nothing for a picture that came back unchanged', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const attempt = await deliver(job, 'a', 0, uuidv7(), { unchanged: true });
    expect(await settle(job, 'a', attempt)).toMatchObject({ status: 'succeeded', charged: 0 });
    expect(await wallet()).toEqual([10, 0]);
  });

  test('writes no ledger line for a free job', async () => {
    await fresh(0);
    const { job_id: job } = await accept({ credits: 0 });
    await reserve(job, 'a');
    expect(await settle(job, 'a', await deliver(job, 'a'))).toMatchObject({ charged: 0 });
    expect(await kinds(job)).toEqual(['job.succeeded']);
  });

  test('answers a repeated settle with the first outcome and charges once', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const attempt = await deliver(job, 'a');
    await settle(job, 'a', attempt);
    expect(await settle(job, 'a', attempt)).toMatchObject({ status: 'succeeded', charged: 2 });
    expect(await wallet()).toEqual([8, 0]);
    expect(await kinds(job)).toHaveLength(1);
  });
});

describe('credits', () => {
  test('refuses at accept what the wallet cannot pay, and gives the key back', async () => {
    await fresh(1);
    await expect(accept({ key: 'k' })).rejects.toMatchObject({
      kind: 'insufficient_credits',
      details: { required: 2, available: 1 },
    });
    await grant(1);
    expect(await accept({ key: 'k' })).toMatchObject({ outcome: 'accepted' });
  });

  test('fails a job whose credits went elsewhere between accept and reserve', async () => {
    await fresh(3);
    const [one, two] = [await accept(), await accept()];
    await reserve(one.job_id, 'a');
    expect(await reserve(two.job_id, 'b')).toMatchObject({
      status: 'failed',
      error: 'insufficient_credits',
    });
    expect(await kinds(two.job_id)).toEqual(['job.failed']);
    await voidJob(one.job_id, 'a', 'failed', 'engine_failed');
    expect(await wallet()).toEqual([3, 0]);
  });

  test('answers a stored result for nothing, even with an empty wallet', async () => {
    await fresh(2);
    const first = await accept({ cacheKey: 'same' });
    await reserve(first.job_id, 'a');
    await settle(first.job_id, 'a', await deliver(first.job_id, 'a'));
    const second = await accept({ cacheKey: 'same' });
    expect(await reserve(second.job_id, 'b')).toMatchObject({ status: 'succeeded', cached: true });
    expect(await wallet()).toEqual([0, 0]);
    const blobs = await read<{ refs: number }>('select refs from blobs');
    expect(blobs.map(({ refs }) => refs)).toEqual([2, 2]);
  });

  test('keeps equal bytes once and names the copy that nothing needs', async () => {
    await fresh(10);
    const [one, two] = [await accept(), await accept()];
    await reserve(one.job_id, 'a');
    await reserve(two.job_id, 'b');
    await settle(one.job_id, 'a', await deliver(one.job_id, 'a', 0, 'same-bytes'));
    const attempt = await deliver(two.job_id, 'b', 0, 'same-bytes');
    expect(await settle(two.job_id, 'b', attempt)).toMatchObject({
      redundant: ['k', 't'].map(
        (folder) => expect.stringMatching(`/${folder}/${attempt}$`) as unknown,
      ),
    });
  });
});

describe('the idempotency key', () => {
  test('answers in flight, then the same job, and refuses another body', async () => {
    await fresh(10);
    const { job_id: job } = await accept({ key: 'k' });
    expect(await accept({ key: 'k' })).toEqual({ outcome: 'in_flight', job_id: job });
    await call('answer_key($1)', [job]);
    expect(await accept({ key: 'k' })).toEqual({ outcome: 'replayed', job_id: job });
    expect(await accept({ key: 'k', body: 'other' })).toMatchObject({ outcome: 'key_reused' });
  });
});

test('still answers to the name by which workers of release 0.1.0 reserve', async () => {
  await fresh(10);
  const { job_id: job } = await accept();
  const answer = await call('start_job($1, $2)', [job, 'a']);
  expect(answer).toMatchObject({ status: 'running' });
  expect(await reserve(job, 'a')).toEqual(answer);
  expect(await wallet()).toEqual([10, 2]);
  await voidJob(job, 'a', 'failed', 'engine_failed');
});

test('expires a job that no run took in time', async () => {
  await fresh(10);
  const { job_id: job } = await accept({ startBy: new Date(Date.now() - 1000) });
  expect(await reserve(job, 'a')).toMatchObject({ status: 'expired' });
  expect(await wallet()).toEqual([10, 0]);
});

test('finds no job of another organization', async () => {
  await fresh(10);
  const { job_id: job } = await accept();
  await fresh(0);
  await expect(reserve(job, 'a')).rejects.toMatchObject({ kind: 'job_not_found' });
  await expect(cancel(job)).rejects.toMatchObject({ kind: 'job_not_found' });
});
