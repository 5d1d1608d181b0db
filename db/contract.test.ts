import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { storeProduction } from '../activities/jobs/delivery.ts';
import { failures } from '../domain/failures.ts';
import { attemptStates, hasEnded, jobStages, jobStatuses } from '../domain/job-status.ts';
import type { Outcome } from '../domain/plan.ts';
import { createTestStore, type TestStore } from '../storage/testing/test-store.ts';
import { kindOfSqlState } from './errors.ts';
import { stepsOf } from './jobs/testing/steps.ts';
import { readScripts } from './scripts.ts';
import { interfaceKeys, wordsIn } from './testing/interface-keys.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

// What TypeScript and SQL both say: each side is read from where it is said, so that whatever is added to one of them
// is held against the other.
const scripts = readScripts(import.meta.dirname);
const sql = scripts.map((script) => script.sql).join('\n');

const found = (...patterns: RegExp[]): string[] => [
  ...new Set(
    patterns.flatMap((pattern) => [...sql.matchAll(pattern)].map(([, word = '']) => word)),
  ),
];

let db: TestDatabase;
let files: TestStore;

beforeAll(async () => {
  db = await createTestDatabase();
  files = await createTestStore();
});
afterAll(async () => {
  await files.close();
  await db.close();
});

const { fresh, accept, reserve, begin, deliver, settle, voidJob, cancel, call, read } = stepsOf(
  () => db,
);

describe('a job’s words', () => {
  test.each([
    ['jobs_status', jobStatuses],
    ['jobs_stage', jobStages],
    ['attempts_state', attemptStates],
  ])('%s allows what domain/job-status.ts names, and nothing else', async (constraint, words) => {
    const [row] = await db.system.query<{ text: string }>(
      'select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1',
      [constraint],
    );
    const allowed = [...(row?.text ?? '').matchAll(/'(\w+)'/g)].map(([, word]) => word);
    expect(allowed.sort()).toEqual([...words].sort());
  });

  test.each(jobStatuses)(
    'whether a job that is %s has ended is the same on both sides',
    async (status) => {
      const rows = await db.system.query('select has_ended($1) as ended', [status]);
      expect(rows).toEqual([{ ended: hasEnded(status) }]);
    },
  );
});

describe('what goes wrong', () => {
  test('every SQLSTATE of ours that a script names has its kind, and every kind is raised', () => {
    expect(found(/\b(AT\d{3})\b/g).sort()).toEqual(Object.keys(kindOfSqlState).sort());
    expect(found(/errcode = '(AT\d{3})'/g).sort()).toEqual(Object.keys(kindOfSqlState).sort());
  });

  test.each(found(/failure_type = '(\w+)'/g, /'code'(?:,| =) '(\w+)'/g))(
    'the failure %s that SQL writes is one of domain/failures.ts',
    (type) => {
      expect(Object.keys(failures)).toContain(type);
    },
  );
});

test('SQL reads nothing from a plan that domain/plan.ts does not put there', () => {
  const paths = found(
    /\bplan\s*(?:->>?|#>>?)\s*(array\[[^\]]*\]|'[^']*')/g,
    /#>>? '\{plan,(\w+)\}'/g,
  );
  const words = new Set(
    paths.flatMap((path) => path.match(/(?<=['{,]|^)[a-zA-Z]+(?=['},]|$)/g) ?? []),
  );
  expect(words).toContain('reserveCredits');
  expect(words).toContain('priceCredits');
  const known = [
    ...interfaceKeys('domain/plan.ts', 'Plan'),
    ...interfaceKeys('domain/plan.ts', 'Link'),
  ];
  expect(known).toEqual(expect.arrayContaining([...words]));
});

describe('what the saga’s steps answer', () => {
  const started = async (): Promise<string> => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    return job;
  };
  const answers: [string, () => Promise<object>][] = [
    ['reserve_job to a job with work to do', async () => reserve(await started(), 'a')],
    [
      'reserve_job to a job that nobody took in time',
      async () => {
        await fresh(10);
        return reserve((await accept({ startBy: new Date(0) })).job_id, 'a');
      },
    ],
    [
      'reserve_job to a job that cannot be paid',
      async () => {
        await fresh(2);
        const [one, two] = [await accept(), await accept()];
        await reserve(one.job_id, 'a');
        return reserve(two.job_id, 'a');
      },
    ],
    [
      'settle_job to a delivery',
      async () => {
        const job = await started();
        const { redundant, ...outcome } = await settle(job, 'a', await deliver(job, 'a'));
        expect(redundant).toEqual([]);
        return outcome;
      },
    ],
    [
      'settle_job to a job that was canceled',
      async () => {
        const job = await started();
        const attempt = await deliver(job, 'a');
        await cancel(job);
        const { redundant, ...outcome } = await settle(job, 'a', attempt);
        expect(redundant).toEqual([]);
        return outcome;
      },
    ],
    ['void_job', async () => voidJob(await started(), 'a', 'failed', 'engine_failed')],
  ];

  test.each(answers)('%s is an Outcome', async (_which, answer) => {
    const { status, charged, provider, cached, error, ...others } = (await answer()) as Outcome;
    expect(['running', ...jobStatuses.filter(hasEnded)]).toContain(status);
    expect([typeof charged, typeof cached]).toEqual(['number', 'boolean']);
    expect(provider === null || typeof provider === 'string').toBe(true);
    expect(error === null || Object.hasOwn(failures, error)).toBe(true);
    expect(others).toEqual({});
  });

  test('an Outcome has no more than that', async () => {
    const answer = await reserve(await started(), 'a');
    expect(Object.keys(answer).sort()).toEqual(interfaceKeys('domain/plan.ts', 'Outcome').sort());
  });
});

describe('what activities read', () => {
  test('of begin_attempt is there', async () => {
    await fresh(10);
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    expect(Object.keys(await begin(job, 'a'))).toEqual(
      expect.arrayContaining(interfaceKeys('activities/jobs/attempt.ts', 'Attempt')),
    );
  });

  test.each([
    ['queued_jobs', ['QueuedJob']],
    ['open_jobs', ['QueuedJob', 'OpenJob']],
  ])('of %s is there', async (name, types) => {
    const rows = await db.system.query<{ columns: string[] }>(
      'select proargnames as columns from pg_proc where proname = $1',
      [name],
    );
    expect(rows[0]?.columns).toEqual(
      expect.arrayContaining(
        types.flatMap((type) => interfaceKeys('activities/jobs/open-job.ts', type)),
      ),
    );
  });
});

describe('what the API sends and is answered', () => {
  const inScript = (name: string, ...patterns: RegExp[]): string[] => {
    const text = scripts.find((script) => script.name === name)?.sql ?? '';
    const words = patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
    return [...new Set(words.map(([, word = '']) => word))].sort();
  };
  const taken = [/\bp ->>? '(\w+)'/g, /\bp #>> '\{(\w+)/g] as const;
  const jobs = 'api/jobs/sql-functions.ts';

  test('accept_job reads all of an Acceptance, and nothing else', () => {
    expect(inScript('jobs/05-accept.sql', ...taken)).toEqual(
      interfaceKeys(jobs, 'Acceptance').sort(),
    );
  });

  test('accept_job and request_cancel answer the words that the API knows', () => {
    const outcomes = inScript('jobs/05-accept.sql', /'outcome', '(\w+)'/g);
    expect(outcomes).toEqual(wordsIn(jobs, 'Accepted').sort());
    const answers = inScript('jobs/11-cancel.sql', /\breturn '(\w+)'/g);
    expect(answers).toEqual(wordsIn(jobs, 'CancelAnswer').sort());
  });

  test('a key that was used is answered in the words that the API knows', () => {
    const outcomes = inScript('requests/01-idempotency.sql', /(?:then|else) '(\w+)'/g);
    expect(outcomes).toEqual(wordsIn('api/http/idempotency.ts', 'KnownOutcome').sort());
  });

  test('store_asset reads all of an upload', () => {
    const read = inScript('assets/02-assets.sql', ...taken);
    expect(read).toEqual(
      expect.arrayContaining(interfaceKeys('api/assets/sql-functions.ts', 'NewAsset')),
    );
  });

  test('a blob is the same to hold_blobs, to uploads and to deliveries', () => {
    const read = inScript('assets/01-blobs.sql', /\bblob ->>? '(\w+)'/g);
    expect(read).toEqual(interfaceKeys('api/assets/sql-functions.ts', 'StoredFile').sort());
    expect(read).toEqual(interfaceKeys('activities/jobs/delivery.ts', 'StoredFile').sort());
  });
});

describe('a delivery', () => {
  const leaves = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];

  async function produced(name: string, mimeType: string) {
    const path = join(files.home, name);
    await writeFile(path, name);
    const sha256 = createHash('sha256').update(name).digest('hex');
    return { path, sha256, bytes: name.length, mimeType };
  }

  test('that the worker stores arrives in the rows, every value of it', async () => {
    const production = {
      engine: 'an-engine',
      engineVersion: '7.1',
      data: { colors: ['#c04020'], seed: 4711 },
      costMicroUsd: 0,
      images: [
        {
          role: 'result',
          width: 311,
          height: 127,
          canonical: await produced('the picture itself', 'image/jpeg'),
          thumbnail: await produced('a smaller one', 'image/webp'),
        },
      ],
    };
    await fresh(10);
    const organization = await call<string>(`current_setting('app.organization_id')`);
    const delivery = await storeProduction(
      files.store,
      production,
      `org/${organization}/staging/j/a`,
    );
    const { job_id: job } = await accept();
    await reserve(job, 'a');
    const { id } = await begin(job, 'a');
    await call('deliver_attempt($1, $2, $3)', [id, 'a', JSON.stringify(delivery)]);
    expect(await settle(job, 'a', id)).toMatchObject({ status: 'succeeded' });
    const rows = await read(
      `select to_jsonb(t) from (select data from jobs) t union all select to_jsonb(assets) from assets
       union all select to_jsonb(blobs) from blobs union all select to_jsonb(job_outputs) from job_outputs`,
    );
    expect(leaves(rows)).toEqual(expect.arrayContaining(leaves(delivery)));
  });
});
