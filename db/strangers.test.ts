import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { stepsOf } from './jobs/testing/steps.ts';
import { createTestDatabase, type TestDatabase, withConnection } from './testing/test-database.ts';

// Functions that run as atelier_system are hidden nothing from by any policy. Every one that the app may call is called
// here in the name of one organization with what belongs to another: it may neither change nor tell anything of that.

/** Those that serve no organization: what they are for lies across all of them. */
const acrossOrganizations: Readonly<Record<string, string>> = {
  authenticate_api_key: 'a secret tells whose it is',
  signed_file: 'a signature has named the picture',
  queued_jobs: 'the dispatcher',
  mark_dispatched: 'the dispatcher',
  take_pending_cancels: 'the dispatcher',
  pending_cancels: 'the dispatcher',
  open_jobs: 'the dispatcher',
  clear_idempotency_keys: 'housekeeping',
  unneeded_keys: 'housekeeping',
  some_blob_keys: 'housekeeping',
  meet_store: 'housekeeping',
  verify: 'the proof',
  verify_held: 'the proof',
  unproved_wallets: 'the proof',
  prove_wallet: 'the proof',
};

interface Called {
  readonly name: string;
  readonly arguments: readonly { name: string; type: string }[];
}

let db: TestDatabase;
let admin: pg.Client;
let mine: string;
let theirs: string;
let functions: Called[];
/** Values of theirs for every argument that names something, by its name, or by its function's and its own. */
const stolen = new Map<string, unknown[]>();

beforeAll(async () => {
  db = await createTestDatabase();
  admin = new pg.Client({ connectionString: db.adminUrl });
  await admin.connect();
  mine = await db.organization();
  await db.database.query('select grant_credits($1, $2, 50)', [mine, 'mine']);
  await furnish();
  const { rows } = await admin.query<Called>(`
    select proname as name, (select coalesce(json_agg(json_build_object('name', proargnames[n], 'type',
        format_type(proargtypes[n - 1], null)) order by n), '[]') from generate_series(1, pronargs) n) as arguments
    from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
      and has_function_privilege('atelier_app', oid, 'execute') order by 1`);
  functions = rows;
});
afterAll(async () => {
  await admin.end();
  await db.close();
});

/** Another organization with a job in each state, a picture, and the word “secret” in its files. */
async function furnish(): Promise<void> {
  const { fresh, accept, reserve, begin, deliver, settle, read, call } = stepsOf(() => db);
  await fresh(50);
  theirs = await call<string>(`current_setting('app.organization_id')`);
  const jobs = [];
  for (const go of [
    () => Promise.resolve(),
    async (job: string) => reserve(job, 'their-run'),
    async (job: string) => {
      await reserve(job, 'their-run');
      await begin(job, 'their-run');
    },
    async (job: string) => {
      await reserve(job, 'their-run');
      await deliver(job, 'their-run', 0, 'secret-delivered');
    },
    async (job: string) => {
      await reserve(job, 'their-run');
      await settle(job, 'their-run', await deliver(job, 'their-run', 0, 'secret-settled'));
    },
  ]) {
    const { job_id: job } = await accept({ key: `their-key-${jobs.length}` });
    await go(job);
    jobs.push(job);
  }
  const ids = async (from: string) =>
    (await read<{ id: string }>(`select id from ${from}`)).map(({ id }) => id);
  const assets = await ids('assets');
  const blob = { sha256: 'f00d', bytes: 3, mime_type: 'image/png', key: `org/${theirs}/blobs/x` };
  const picture = { width: 1, height: 1, original: blob, canonical: blob, thumbnail: blob };
  stolen.set('p_job', jobs);
  stolen.set('p_asset', assets);
  stolen.set('p_attempt', await ids('attempts'));
  stolen.set('organization_id', [theirs]);
  stolen.set('p_run', ['their-run', 'a-run-nobody-knows']);
  stolen.set('p_key', ['their-key-0']);
  stolen.set('p_route', ['jobs']);
  stolen.set('p_current_run', ['their-run']);
  const plans = await read<{ cache_key: string; plan: unknown }>(
    'select cache_key, plan from jobs',
  );
  stolen.set(
    'p_cache_key',
    plans.map(({ cache_key: key }) => key),
  );
  stolen.set('p_plan', [plans[0]?.plan]);
  // What makes sense otherwise, so that nothing but the organization can refuse it.
  stolen.set('p_percent', [50]);
  stolen.set('kind', ['promo']);
  stolen.set('currency', ['EUR']);
  stolen.set('cash_minor', [0]);
  stolen.set('grant_credits.key', ['their-key-0']);
  for (const word of ['p_failure_type', 'p_request_hash']) stolen.set(word, ['any']);
  for (const facts of ['p_error', 'p_delivery']) stolen.set(facts, [{ code: 'any' }]);
  for (const word of ['p_state', 'p_status']) stolen.set(word, ['failed', 'canceled']);
  stolen.set('accept_job.p', [
    { ...acceptance, job_id: crypto.randomUUID(), input_asset_id: assets[0] },
  ]);
  for (const stores of ['create_asset.p', 'store_asset.p']) {
    stolen.set(stores, [
      { ...picture, id: crypto.randomUUID() },
      { ...picture, id: crypto.randomUUID(), parent_id: assets[0], job_id: jobs[0] },
    ]);
  }
}

const acceptance = {
  created_by: null,
  operation: 'upscale',
  operation_version: 1,
  input: {},
  plan: { links: [], reserveCredits: 0 },
  cache_key: 'equal',
  priority: 5,
  start_by: '2999-01-01',
  idempotency: null,
};

/** All that they have, by id. */
const ids = (): string[] =>
  ['p_job', 'p_asset', 'p_attempt', 'organization_id'].flatMap((name) =>
    (stolen.get(name) ?? []).map(String),
  );

/** What fits an argument that can name nothing. Texts and objects can: they are looked at one by one. */
const harmless: Readonly<Record<string, unknown>> = {
  integer: 0,
  bigint: 1,
  boolean: true,
  'timestamp with time zone': null,
};

/** Every row of theirs, as one text. */
async function belongings(): Promise<string> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select attrelid::regclass as name from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = 'public'::regnamespace and relkind = 'r' and attname = 'organization_id' order by 1`,
  );
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await admin.query<{ text: string }>(
      `select coalesce(string_agg(t::text, e'\n' order by t::text), '') as text from ${name} t where organization_id = $1`,
      [theirs],
    );
    texts.push(`${name}\n${rows[0]?.text ?? ''}`);
  }
  return texts.join('\n');
}

/** Every way to fill a function's arguments with what is theirs. */
function calls({ name: called, arguments: named }: Called): unknown[][] {
  return named.reduce<unknown[][]>(
    (lists, { name, type }) => {
      const values = stolen.get(`${called}.${name}`) ?? stolen.get(name) ?? [harmless[type]];
      return lists.flatMap((list) => values.map((value) => [...list, value]));
    },
    [[]],
  );
}

describe('functions that nothing is hidden from', () => {
  test('are all looked at, and those across organizations are a closed list', () => {
    const names = new Set(functions.map(({ name }) => name));
    expect(Object.keys(acrossOrganizations).filter((name) => !names.has(name))).toEqual([]);
    const unknown = functions
      .filter(({ name }) => !(name in acrossOrganizations))
      .flatMap(({ name, arguments: named }) =>
        named
          .filter(
            (each) =>
              !stolen.has(each.name) &&
              !stolen.has(`${name}.${each.name}`) &&
              !(each.type in harmless),
          )
          .map((each) => `${name}: ${each.name} ${each.type}`),
      );
    expect(unknown).toEqual([]);
  });

  test('neither change nor tell what belongs to another organization', async () => {
    const before = await belongings();
    expect(before).toContain('secret-settled');
    let count = 0;
    for (const called of functions.filter(({ name }) => !(name in acrossOrganizations))) {
      for (const values of calls(called)) {
        const places = called.arguments.map(({ type }, index) => `$${index + 1}::${type}`);
        const answer = await withConnection(db.appUrl, async (app) => {
          await app.query('begin');
          await app.query(`select set_config('app.organization_id', $1, true)`, [mine]);
          const { rows } = await app.query(
            `select to_jsonb(${called.name}(${places.join(', ')})) as answer`,
            values.map((value) =>
              typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
            ),
          );
          await app.query('commit');
          return JSON.stringify(rows);
        }).catch((error: unknown) => {
          // Any other error would only say that the call made no sense, and hide what a sensible one does.
          const { code = '', message } = error as { code?: string; message: string };
          expect(`${called.name}: ${code} ${message}`).toMatch(/: AT\d{3} /);
          return message;
        });
        count += 1;
        expect(`${called.name}: ${answer}`).not.toMatch(/secret/);
        const untold = ids().filter((id) => !JSON.stringify(values).includes(id));
        expect([called.name, untold.filter((id) => answer.includes(id))]).toEqual([
          called.name,
          [],
        ]);
      }
      expect(`${called.name}\n${await belongings()}`).toBe(`${called.name}\n${before}`);
    }
    expect(count).toBeGreaterThan(100);
  });

  test('point at nothing of theirs from what is mine', async () => {
    const { rows } = await admin.query(
      `select 1 from assets a join blobs b on b.organization_id = a.organization_id and b.sha256 = a.sha256
         where a.organization_id = $1 and b.key not like 'org/' || $1 || '/%'
       union all select 1 from jobs j join assets a on a.id = j.input_asset_id
         where j.organization_id = $1 and a.organization_id <> $1
       union all select 1 from assets a join assets p on p.id = a.parent_id
         where a.organization_id = $1 and p.organization_id <> $1
       union all select 1 from assets a join jobs j on j.id = a.job_id
         where a.organization_id = $1 and j.organization_id <> $1`,
      [mine],
    );
    expect(rows).toEqual([]);
  });
});
