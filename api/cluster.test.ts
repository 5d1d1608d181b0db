import { randomUUID } from 'node:crypto';
import { setTimeout as elapse } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createSagaRig, ensureBundle, type SagaRig } from '../workflows/testing/saga-rig.ts';
import { gone } from '../workflows/testing/processes.ts';
import { parseId } from '../domain/ids.ts';

interface Answer {
  status: number;
  ms: number;
  headers: Headers;
  job: { id: string; status: string; code?: string };
}

const rigs: SagaRig[] = [];
const size = { width: 160, height: 120 };

beforeAll(ensureBundle);
afterAll(closeRigs);

async function closeRigs(): Promise<void> {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
}

async function newRig(options: Parameters<typeof createSagaRig>[0] = {}): Promise<SagaRig> {
  const rig = await createSagaRig(options);
  rigs.push(rig);
  return rig;
}

async function picture(rig: SagaRig): Promise<string> {
  const hue = Math.floor(Math.random() * 360);
  const base = sharp({ create: { ...size, channels: 3, background: `hsl(${hue}, 70%, 40%)` } });
  const marked = base.withExif({ IFD0: { ImageDescription: randomUUID() } }).png();
  return await rig.addPicture(await marked.toBuffer(), size);
}

function post(
  origin: string,
  key: string,
  asset: string,
  idempotencyKey?: string,
): Promise<Answer> {
  const input = { asset, aspect_ratio: '1:1', focus: 'center' };
  return send(origin, key, { operation: 'smart-crop', input }, idempotencyKey);
}

async function send(
  origin: string,
  key: string,
  body: object,
  idempotencyKey: string = randomUUID(),
): Promise<Answer> {
  const began = performance.now();
  const answer = await fetch(`${origin}/v1/jobs`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const job = JSON.parse(text) as Answer['job'];
  return { status: answer.status, ms: performance.now() - began, headers: answer.headers, job };
}

const uuid = (answer: Answer) => parseId('job', answer.job.id) ?? '';

test.concurrent('two APIs and two workers lose nothing when one of each is killed', async () => {
  const rig = await newRig();
  const key = await rig.apiKey();
  const [one, two] = await Promise.all([rig.startApi(), rig.startApi()]);
  const first = await rig.startWorker();
  await rig.startWorker();
  const assets: string[] = [];
  for (let n = 0; n < 10; n += 1) assets.push(await picture(rig));
  const early = await Promise.all(
    assets.slice(0, 6).map((asset, n) => post(n % 2 ? one.origin : two.origin, key, asset)),
  );
  first.kill('SIGKILL');
  one.child.kill('SIGKILL');
  const late = await Promise.all(assets.slice(6).map((asset) => post(two.origin, key, asset)));
  for (const answer of [...early, ...late]) {
    expect(answer.status).toBe(202);
    expect(await rig.ended(uuid(answer))).toMatchObject({ status: 'succeeded' });
  }
  expect(await rig.wallet()).toEqual({ posted: 90, held: 0 });
});

test.concurrent('one key on two APIs is one job', async () => {
  const rig = await newRig();
  const key = await rig.apiKey();
  const [one, two] = await Promise.all([rig.startApi(), rig.startApi()]);
  await rig.startWorker();
  const asset = await picture(rig);
  const answers = await Promise.all([
    post(one.origin, key, asset, 'same'),
    post(two.origin, key, asset, 'same'),
  ]);
  const accepted = answers.filter(({ status }) => status === 202);
  expect(accepted.length).toBeGreaterThan(0);
  const [job] = accepted.map(uuid);
  await rig.ended(job ?? '');
  const again = await post(two.origin, key, asset, 'same');
  expect(uuid(again)).toBe(job);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await rig.inTenant('select id from jobs')).toHaveLength(1);
});

test.concurrent(
  'equal requests of two keys on two APIs, however far apart, are one job',
  async () => {
    const rig = await newRig();
    const [key, other] = [await rig.apiKey(), await rig.apiKey()];
    const [one, two] = await Promise.all([rig.startApi(), rig.startApi()]);
    const asset = await picture(rig);
    const answers = await Promise.all([
      post(one.origin, key, asset),
      post(two.origin, other, asset),
      post(one.origin, other, asset),
    ]);
    for (const pauseMs of [1_000, 4_000]) {
      await elapse(pauseMs);
      answers.push(await post(one.origin, other, asset), await post(two.origin, key, asset));
    }
    expect(new Set(answers.map(uuid)).size).toBe(1);
    const design = (seed: number) => ({
      operation: 'text-to-design',
      input: { prompt: 'Fair', seed },
    });
    const designs = [];
    for (const seed of [1, 2, 2]) designs.push(await send(one.origin, key, design(seed)));
    expect(new Set(designs.map(uuid)).size).toBe(2);
    await rig.startWorker();
    for (const answer of [...answers, ...designs]) {
      expect(await rig.ended(uuid(answer))).toMatchObject({ status: 'succeeded' });
    }
    expect(await rig.wallet()).toEqual({ posted: 100 - 1 - 2 * 5, held: 0 });
  },
);

test.concurrent(
  'an API killed between the row and its start leaves a job that the dispatcher starts',
  async () => {
    const rig = await newRig();
    const key = await rig.apiKey();
    const { origin, child } = await rig.startApi('accept.committed');
    await rig.startWorker();
    const asset = await picture(rig);
    await expect(post(origin, key, asset, 'k')).rejects.toThrow();
    expect(await gone(child)).toBe('SIGKILL');
    const [row] = await rig.inTenant<{ id: string }>('select id from jobs');
    expect(await rig.ended(row?.id ?? '')).toMatchObject({ status: 'succeeded' });
    const other = await rig.startApi();
    // The key was never answered: for ten seconds it is in flight, afterwards it names the job.
    let again = await post(other.origin, key, asset, 'k');
    while (again.status === 409) again = await post(other.origin, key, asset, 'k');
    expect(uuid(again)).toBe(row?.id);
  },
);

test.concurrent('a thousand requests with credit for three run exactly three', async () => {
  const rig = await newRig({ credits: 15 });
  const key = await rig.apiKey();
  const { origin } = await rig.startApi();
  await rig.startWorker();
  let unanswered = Array.from({ length: 1_000 }, (_, n) => `Poster ${n}`);
  while (unanswered.length > 0) {
    // A full house answers 503 and asks to come back: as clients do, with the same key.
    const answers = await Promise.all(
      unanswered.map((prompt) =>
        send(origin, key, { operation: 'text-to-design', input: { prompt } }, prompt),
      ),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => ![202, 402, 409, 503].includes(status))).toEqual([]);
    unanswered = unanswered.filter((_, n) => [409, 503].includes(answers[n]?.status ?? 0));
  }
  const jobs = await rig.inTenant<{ id: string }>('select id from jobs');
  const ended = await Promise.all(jobs.map(({ id }) => rig.ended(id)));
  expect(ended.filter(({ status }) => status === 'succeeded')).toHaveLength(3);
  for (const { status, error } of ended) {
    if (status !== 'succeeded') expect(error?.code).toBe('insufficient_credits');
  }
  expect(await rig.wallet()).toEqual({ posted: 0, held: 0 });
});

test('with the worker stopped, fifty requests with one key are answered in time with one job', async () => {
  // It looks at how long answers take: those before it are to be gone.
  await closeRigs();
  const rig = await newRig();
  const key = await rig.apiKey();
  const { origin } = await rig.startApi();
  const worker = await rig.startWorker();
  const asset = await picture(rig);
  worker.kill('SIGSTOP');
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => post(origin, key, asset, 'fifty')),
  );
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(2_500);
  const accepted = answers.filter(({ status }) => status === 202);
  const original = accepted.filter(({ headers }) => !headers.has('idempotency-replayed'));
  expect(original).toHaveLength(1);
  for (const { status, headers } of answers) {
    if (status === 202) continue;
    expect([status, headers.get('retry-after')]).toEqual([409, '1']);
  }
  const jobs = await rig.inTenant<{ id: string }>('select id from jobs');
  expect(jobs).toHaveLength(1);
  worker.kill('SIGCONT');
  expect(await rig.ended(jobs[0]?.id ?? '')).toMatchObject({ status: 'succeeded' });
});
