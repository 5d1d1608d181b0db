import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { uuidv7 } from '../ids.ts';
import { createTestDatabase, type TestDatabase } from '../testing.ts';

interface Outcome {
  status: string;
  charged: number;
  cached: boolean;
  error: string | null;
}

const blob = (sha256: string, key: string) => ({ sha256, bytes: 3, mime_type: 'image/png', key });

let db: TestDatabase;
let organization: string;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

async function call<Answer>(sql: string, values: unknown[] = []): Promise<Answer> {
  const [row] = await db.database.withOrganization(organization, (tx) =>
    tx.query<{ answer: Answer }>(`select ${sql} as answer`, values),
  );
  return row?.answer as Answer;
}
async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: db.adminUrl });
  await admin.connect();
  await admin.query(sql).finally(() => admin.end());
}
const grant = (credits: number) =>
  db.database.query(
    `select * from grant_credits(organization_id => $1, key => $2, amount => $3, kind => 'promo', expires_at => null)`,
    [organization, uuidv7(), credits],
  );
async function wallet(): Promise<[number, number]> {
  const [row] = await db.database.withOrganization(organization, (tx) =>
    tx.query<{ posted: number; held: number }>('select * from balances'),
  );
  return [row?.posted ?? 0, row?.held ?? 0];
}
interface Accept {
  credits?: number;
  cacheKey?: string;
  key?: string;
  body?: string;
  startBy?: Date;
}
async function accept(options: Accept = {}): Promise<{ outcome: string; job_id: string }> {
  const { credits = 2, cacheKey = uuidv7(), startBy = new Date(Date.now() + 1e6) } = options;
  return await call('accept_job($1)', [
    JSON.stringify({
      job_id: uuidv7(),
      created_by: null,
      operation: 'upscale',
      operation_version: 1,
      input: { scale: 2 },
      plan: {
        links: [
          { provider: 'local', model: 'esrgan-slim', priceCredits: credits },
          { provider: 'local', model: 'lanczos3', priceCredits: Math.max(0, credits - 1) },
        ],
        reserveCredits: credits,
        finishBy: new Date(Date.now() + 2e6),
      },
      input_asset_id: null,
      cache_key: cacheKey,
      priority: 5,
      start_by: startBy,
      idempotency: options.key
        ? { route: 'jobs', key: options.key, request_hash: options.body ?? 'body' }
        : null,
    }),
  ]);
}
const start = (job: string, run: string) => call<Outcome>('start_job($1, $2)', [job, run]);
const cancel = (job: string) => call<string>('request_cancel($1)', [job]);
const voidJob = (job: string, run: string, status: string, code: string | null) =>
  call<Outcome>('void_job($1, $2, $3, $4)', [job, run, status, code && JSON.stringify({ code })]);
const begin = (job: string, run: string, link = 0) =>
  call<{ id: string; delivery: unknown }>('begin_attempt($1, $2, $3)', [job, run, link]);
const settle = (job: string, run: string, attempt: string) =>
  call<Outcome & { redundant: string[] }>('settle_job($1, $2, $3)', [job, run, attempt]);
async function deliver(job: string, run: string, link = 0, sha = uuidv7()): Promise<string> {
  const { id } = await begin(job, run, link);
  const image = {
    role: 'result',
    width: 1,
    height: 1,
    canonical: blob(sha, `k/${id}`),
    thumbnail: blob(`t${sha}`, `t/${id}`),
  };
  const delivery = { engine: 'e', engine_version: '1', data: { a: 1 }, images: [image] };
  await call('deliver_attempt($1, $2, $3)', [id, run, JSON.stringify(delivery)]);
  return id;
}
async function row(job: string): Promise<Record<string, unknown>> {
  const [found] = await db.database.withOrganization(organization, (tx) =>
    tx.query<Record<string, unknown>>('select * from jobs where id = $1', [job]),
  );
  return found ?? {};
}
async function kinds(job: string): Promise<string[]> {
  const rows = await db.database.withOrganization(organization, (tx) =>
    tx.query<{ kind: string }>('select kind from events where job_id = $1 order by id', [job]),
  );
  return rows.map(({ kind }) => kind);
}
async function fresh(credits: number): Promise<void> {
  organization = await db.organization();
  if (credits > 0) await grant(credits);
}

describe('the happy path', () => {
  test('holds, delivers, charges and records in three steps', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    expect(await start(job, 'a')).toMatchObject({ status: 'running' });
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
    await start(job, 'a');
    expect(await settle(job, 'a', await deliver(job, 'a', 1))).toMatchObject({ charged: 1 });
    expect(await wallet()).toEqual([9, 0]);
  });

  test('writes no ledger line for a free job', async () => {
    await fresh(0);
    const { job_id: job } = await accept({ credits: 0 });
    await start(job, 'a');
    expect(await settle(job, 'a', await deliver(job, 'a'))).toMatchObject({ charged: 0 });
    expect(await kinds(job)).toEqual(['job.succeeded']);
  });

  test('answers a repeated settle with the first outcome and charges once', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
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
    await start(one.job_id, 'a');
    expect(await start(two.job_id, 'b')).toMatchObject({
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
    await start(first.job_id, 'a');
    await settle(first.job_id, 'a', await deliver(first.job_id, 'a'));
    const second = await accept({ cacheKey: 'same' });
    expect(await start(second.job_id, 'b')).toMatchObject({ status: 'succeeded', cached: true });
    expect(await wallet()).toEqual([0, 0]);
    const blobs = await db.database.withOrganization(organization, (tx) =>
      tx.query<{ refs: number }>('select refs from blobs'),
    );
    expect(blobs.map(({ refs }) => refs)).toEqual([2, 2]);
  });

  test('keeps equal bytes once and names the copy that nothing needs', async () => {
    await fresh(10);
    const [one, two] = [await accept(), await accept()];
    await start(one.job_id, 'a');
    await start(two.job_id, 'b');
    await settle(one.job_id, 'a', await deliver(one.job_id, 'a', 0, 'same-bytes'));
    const attempt = await deliver(two.job_id, 'b', 0, 'same-bytes');
    expect(await settle(two.job_id, 'b', attempt)).toMatchObject({
      redundant: expect.arrayContaining([`k/${attempt}`, `t/${attempt}`]) as unknown,
    });
  });
});

describe('the run fence', () => {
  test('refuses the step of a run that another has replaced', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    await start(job, 'b');
    expect(await wallet()).toEqual([10, 2]);
    for (const late of [
      () => start(job, 'a'),
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
    await start(job, 'a');
    const attempt = await deliver(job, 'a');
    await settle(job, 'a', attempt);
    expect(await start(job, 'b')).toMatchObject({ status: 'succeeded', charged: 2 });
    expect(await settle(job, 'c', attempt)).toMatchObject({ status: 'succeeded', charged: 2 });
    expect(await wallet()).toEqual([8, 0]);
  });

  test('runs a failed job again after a reset, under a new reservation', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    await voidJob(job, 'a', 'failed', 'engine_failed');
    expect(await start(job, 'b')).toMatchObject({ status: 'running' });
    expect(await settle(job, 'b', await deliver(job, 'b'))).toMatchObject({ charged: 2 });
    expect(await wallet()).toEqual([8, 0]);
    expect(await kinds(job)).toEqual(['job.failed', 'job.reopened', 'job.succeeded']);
  });

  test('returns what an earlier run had delivered instead of paying for it again', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    const attempt = await deliver(job, 'a');
    await start(job, 'b');
    expect(await begin(job, 'b')).toMatchObject({ id: attempt, delivery: { engine: 'e' } });
  });

  test('delivers for nothing and writes it off when a reset settles with an empty wallet', async () => {
    await fresh(2);
    const { job_id: job } = await accept();
    await start(job, 'a');
    const attempt = await deliver(job, 'a');
    await voidJob(job, 'a', 'failed', 'terminated');
    const other = await accept();
    await start(other.job_id, 'x');
    await settle(other.job_id, 'x', await deliver(other.job_id, 'x'));
    expect(await settle(job, 'b', attempt)).toMatchObject({ status: 'succeeded', charged: 0 });
    expect(await wallet()).toEqual([0, 0]);
  });
});

describe('cancel', () => {
  test('ends at once what no run has taken, and the first run honours it', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    expect(await cancel(job)).toBe('canceled');
    expect(await start(job, 'a')).toMatchObject({ status: 'canceled' });
    expect(await wallet()).toEqual([10, 0]);
    expect(await kinds(job)).toEqual(['job.canceled']);
  });

  test('wins over a settle that starts later', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    const attempt = await deliver(job, 'a');
    expect(await cancel(job)).toBe('canceling');
    expect(await settle(job, 'a', attempt)).toMatchObject({ status: 'canceled', charged: 0 });
    expect(await wallet()).toEqual([10, 0]);
  });

  test('loses to a settle that has happened', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    await settle(job, 'a', await deliver(job, 'a'));
    expect(await cancel(job)).toBe('ended');
    expect(await row(job)).toMatchObject({ status: 'succeeded' });
  });

  test('of an earlier run is cleared by a reset', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    await cancel(job);
    expect(await start(job, 'b')).toMatchObject({ status: 'running' });
    await settle(job, 'b', await deliver(job, 'b'));
    expect(await row(job)).toMatchObject({ status: 'succeeded' });
  });

  test('stops the next attempt', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    await cancel(job);
    await expect(begin(job, 'a')).rejects.toMatchObject({ kind: 'canceled' });
    await voidJob(job, 'a', 'canceled', null);
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

test('expires a job that no run took in time', async () => {
  await fresh(10);
  const { job_id: job } = await accept({ startBy: new Date(Date.now() - 1000) });
  expect(await start(job, 'a')).toMatchObject({ status: 'expired' });
  expect(await wallet()).toEqual([10, 0]);
});

test('finds no job of another organization', async () => {
  await fresh(10);
  const { job_id: job } = await accept();
  organization = await db.organization();
  await expect(start(job, 'a')).rejects.toMatchObject({ kind: 'job_not_found' });
  await expect(cancel(job)).rejects.toMatchObject({ kind: 'job_not_found' });
});

describe('what nobody may change', () => {
  test.each(['input', 'plan'])('is the %s of a job', async (column) => {
    await fresh(10);
    const { job_id: job } = await accept();
    const change = asAdmin(`update jobs set ${column} = '{}' where id = '${job}'`);
    await expect(change).rejects.toMatchObject({ code: '23001' });
  });

  test.each(['update events set success = true', 'delete from events', 'truncate events'])(
    'is an event: %s',
    async (statement) => {
      await fresh(10);
      await cancel((await accept()).job_id);
      await expect(asAdmin(statement)).rejects.toMatchObject({ code: '23001' });
    },
  );
});

describe('an attempt that wakes up late', () => {
  const late = (attempt: string, run: string) =>
    call('deliver_attempt($1, $2, $3)', [attempt, run, JSON.stringify({ images: [] })]);

  test('does not touch a job that has ended', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    const { id } = await begin(job, 'a');
    await voidJob(job, 'a', 'failed', 'engine_failed');
    await expect(late(id, 'a')).rejects.toMatchObject({ kind: 'canceled' });
    expect(await row(job)).toMatchObject({ status: 'failed', stage: 'working' });
  });

  test('is refused when another attempt has taken its place', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await start(job, 'a');
    const { id } = await begin(job, 'a');
    await begin(job, 'a');
    await expect(late(id, 'a')).rejects.toMatchObject({ kind: 'stale_run' });
    await voidJob(job, 'a', 'failed', 'engine_failed');
  });
});
