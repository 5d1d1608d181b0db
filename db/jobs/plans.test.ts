import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const jobs = 100_000;
const job = '00000000-0000-7000-8000-000000000001';
const asset = '00000000-0000-7000-8000-000000000002';

let db: TestDatabase;
let admin: pg.Client;
let organization: string;
let plans = '';

// In a transaction that is rolled back: these rows never were jobs.
beforeAll(async () => {
  db = await createTestDatabase();
  organization = await db.organization();
  admin = new pg.Client({ connectionString: db.adminUrl });
  await admin.connect();
  // The plans of all that runs, inside functions too, come as notices.
  admin.on('notice', ({ message }) => {
    plans += message ?? '';
  });
  await admin.query("load 'auto_explain'");
  await admin.query('begin');
  await admin.query(
    `insert into jobs (id, organization_id, operation, operation_version, input, plan, status, steps, cache_key,
       priority, start_by, created_at, current_run_id)
     select uuidv7(), case n % 3 when 0 then $1::uuid else md5((n % 500)::text)::uuid end, 'upscale', 1, '{}', '{}',
       case when n % 2000 = 0 then 'queued' when n % 1000 = 0 then 'running' else 'succeeded' end, '[]', n::text,
       5, now(), now() - n * interval '1 second', 'run' from generate_series(1, ${jobs}) n`,
    [organization],
  );
  await admin.query(
    `insert into job_runs (job_id, organization_id, run_id, seq)
     select id, organization_id, 'run', 1 from jobs`,
  );
  await admin.query(
    `insert into attempts (id, organization_id, job_id, link, ordinal, run_id, provider, model)
     select uuidv7(), organization_id, id, 0, 1, 'run', 'local', 'esrgan-slim' from jobs`,
  );
  await admin.query(
    `insert into idempotency_keys (organization_id, route, key, request_hash, made_id)
     select organization_id, 'jobs', id::text, '', id from jobs`,
  );
  await admin.query(
    `insert into blobs (organization_id, sha256, key, mime_type, bytes, refs)
     select organization_id, md5(id::text) || md5(id::text), 'org/o/' || id, 'image/png', 1, 1 from jobs`,
  );
  await admin.query(
    `insert into assets (id, organization_id, sha256, thumbnail_sha256, mime_type, width, height, bytes)
     select id, organization_id, 's', 't', 'image/png', 1, 1, 1 from jobs
     union all select '${asset}', $1, 's', 't', 'image/png', 1, 1, 1`,
    [organization],
  );
  await admin.query('analyze assets, jobs, job_runs, attempts, idempotency_keys, blobs');
  await admin.query('set local auto_explain.log_min_duration = 0');
  await admin.query('set local auto_explain.log_nested_statements = on');
  await admin.query('set local client_min_messages = log');
});

afterAll(async () => {
  await admin.query('rollback');
  await admin.end();
  await db.close();
});

const app = 'atelier_app';
const system = 'atelier_system';

test.each([
  ['a job', app, `select * from jobs where id = '${job}'`],
  [
    'the newest page of jobs',
    app,
    'select * from jobs where organization_id = $1 order by created_at desc, id desc limit 21',
  ],
  [
    'an older page of jobs',
    app,
    `select * from jobs where organization_id = $1 and (created_at, id) < (now(), '${job}')
       order by created_at desc, id desc limit 21`,
  ],
  [
    'the result cache',
    system,
    'select * from cached_result($1, \'key\', \'{"links": [{"provider": "p", "model": "m"}]}\')',
  ],
  ['an equal job under way', system, "select * from joinable_job($1, 'key')"],
  ['the runs of a job', system, `select from job_runs where job_id = '${job}' and run_id = 'run'`],
  ['the attempts of a link', system, `select * from attempts where job_id = '${job}' and link = 0`],
  ['the dispatcher’s queue', system, 'select * from queued_jobs(100)'],
  ['the open jobs', system, 'select * from open_jobs(null, 1000)'],
  ['the pending cancels', app, 'select * from take_pending_cancels(100)'],
  ['an idempotency key', app, "select find_request('jobs', 'k', '')"],
  ['the idempotency keys that are a day old', app, 'select clear_idempotency_keys()'],
  ['the jobs that need a picture', app, `select delete_asset('${asset}')`],
  ['whether bytes are needed', app, `select * from unneeded_keys('{org/o/staging/${job}/0.png}')`],
  ['the keys of an answered job', system, `delete from idempotency_keys where made_id = '${job}'`],
])('%s is found by index, as %s', async (_what, role, query) => {
  await admin.query('savepoint asking');
  await admin.query(`set local role ${role}`);
  await admin.query("select set_config('app.organization_id', $1, true)", [organization]);
  plans = '';
  await admin.query(query.replaceAll('$1', `'${organization}'`));
  await admin.query('rollback to asking');
  const plan = plans;
  expect(plan).not.toContain('Seq Scan');
  expect(plan).toMatch(/Index (Only )?Scan|Bitmap Index Scan/);
});
