import {
  type attemptStates,
  hasEnded,
  type JobStatus,
  jobStatuses,
} from '../../../domain/job-status.ts';
import type { Studio } from './calls.ts';

const ends = jobStatuses.filter(hasEnded).map((status) => `'${status}'`);

/** One job, as far as money and the fence depend on it. */
export interface JobState {
  position: number;
  status: JobStatus;
  run: string | null;
  /** Every run that ever took the job over, in order. */
  runs: string[];
  cancelRequested: boolean;
  reopened: number;
  /** Equal requests are answered with it. */
  joinable: boolean;
  /** How many terminal events it has. */
  endings: number;
  held: number;
  charged: number;
  cached: boolean;
  provider: string | null;
  error: string | null;
  /** By id, oldest first. */
  attempts: Record<string, { link: number; state: (typeof attemptStates)[number] }>;
  /** The states of its reservations, by ordinal. */
  reservations: string[];
  /** What is held for it comes from lots that have expired meanwhile: it does not come back. */
  holdsExpired: boolean;
}

/** One organization. Jobs are named by their position in the test. */
export interface State {
  wallet: { posted: number; held: number; available: number };
  /** By key. */
  grants: Record<string, { amount: number; expired: boolean }>;
  jobs: Record<number, JobState>;
  /** The jobs that were asked for: their idempotency keys are taken. */
  asked: number[];
  /** Jobs that are at an end, in the order in which they ended. */
  ended: number[];
  writtenOff: number;
}

const jobsByPosition = `
  select json_object_agg(position, json_build_object(
    'position', position, 'status', status, 'run', current_run_id, 'cancelRequested', cancel_requested_at is not null,
    'reopened', reopened, 'joinable', open_cache_key is not null, 'held', credits_held, 'charged', credits_charged, 'cached', cached,
    'provider', provider, 'error', error ->> 'code',
    'endings', (select count(*) from events where job_id = jobs.id and terminal),
    'runs', array(select run_id from job_runs where job_id = jobs.id order by seq),
    'reservations', array(select state from reservations where job_id = jobs.id order by ordinal),
    'holdsExpired', exists (select from reservations join lots on lots.id = any (lot_ids)
      where job_id = jobs.id and state = 'pending' and lots.expires_at < now()),
    'attempts', coalesce((select json_object_agg(id, json_build_object('link', link, 'state', state) order by id)
      from attempts where job_id = jobs.id), '{}')))
  from jobs join mine using (id)`;

const state = `
  with mine as (select id, position - 1 as position from unnest($1::uuid[]) with ordinality as slot (id, position))
  select json_build_object(
    'wallet', (select json_build_object('posted', coalesce(sum(posted), 0), 'held', coalesce(sum(held), 0),
      'available', coalesce(sum(available), 0)) from balances),
    'grants', (select coalesce(json_object_agg(key, json_build_object('amount', granted,
      'expired', coalesce(expires_at < now(), false))), '{}') from journals join lots using (id)),
    'jobs', coalesce((${jobsByPosition}), '{}'),
    'asked', array(select split_part(key, ' ', 2)::integer from idempotency_keys order by 1),
    'ended', array(select position from jobs join mine using (id) where completed_at is not null
      order by completed_at),
    'writtenOff', (select coalesce(sum(amount), 0) from transfers where debit = 'write_off')) as state`;

/** What is written of an organization whose jobs have these ids. */
export async function readState(studio: Studio): Promise<State> {
  const { database, organizationId, jobIds } = studio;
  const [row] = await database.withOrganization(organizationId, (tx) =>
    tx.query<{ state: State }>(state, [jobIds], 'state'),
  );
  if (!row) throw new Error('an aggregate answered nothing');
  return row.state;
}

const violations = `
  with ends as (
    select *, status in (${ends.join(', ')}) as ended from jobs
  ), of_job as (
    select job_id, count(*) filter (where state = 'pending') as pending,
      count(*) filter (where state = 'settled') as settled,
      sum(amount) filter (where state = 'pending') as held, sum(charged) as charged
    from reservations group by job_id
  ), books as (
    select (select sum(amount) from journals where kind = 'grant') as granted,
      (select sum(posted) from wallets) as posted,
      (select sum(charged) from reservations) as charged,
      (select sum(amount) from transfers where credit = 'consumed') as consumed,
      (select sum(amount) from transfers where debit = 'write_off') as written_off
  ), pointers as (
    select sha, count(*) from assets, unnest(array[original_sha256, sha256, thumbnail_sha256]) sha
      where sha is not null group by sha
  )
  select 'a wallet below zero' as problem from balances
    where least(posted, held, posted - held, available) < 0
  union all
  select 'a wallet was below zero' from journals where balance_after < 0
  union all
  select 'more than one live reservation' from of_job where pending + settled > 1
  union all
  select 'credits held for a job at an end' from of_job join ends on id = job_id where ended and pending > 0
  union all
  select 'a job works without its credits' from ends left join of_job on id = job_id
    where status in ('running', 'canceling') and coalesce(held, 0) <> (plan ->> 'reserveCredits')::integer
  union all
  select 'the job says that other credits are held' from ends left join of_job on id = job_id
    where credits_held <> coalesce(held, 0)
  union all
  select 'the job says that others are charged' from ends left join of_job on id = job_id
    where credits_charged <> coalesce(charged, 0)
  union all
  select 'a delivery neither paid nor written off, or both' from ends
    where status = 'succeeded' and not cached and credits_charged + coalesce((select sum(transfers.amount)
        from journals join transfers on journal_id = journals.id
        where journals.kind = 'write_off' and journals.job_id = ends.id), 0)
      <> (select (link ->> 'priceCredits')::integer from jsonb_array_elements(plan -> 'links') link
        where link ->> 'provider' = ends.provider)
  union all
  select 'charged for nothing' from ends where status <> 'succeeded' and credits_charged > 0
  union all
  select 'not one terminal event for each ending' from ends
    where (select count(*) from events where job_id = ends.id and terminal) <> reopened + ended::integer
      or (select count(distinct reopened) from events where job_id = ends.id and terminal) <> reopened + ended::integer
  union all
  select 'the last terminal event is of another ending' from ends where ended and not exists (
    select from events where job_id = ends.id and terminal and events.reopened = ends.reopened
      and kind = 'job.' || ends.status and credits = credits_charged)
  union all
  select 'credits came or went without a grant or a charge' from books where granted <> posted + charged
  union all
  select 'what was used is neither charged nor written off' from books
    where coalesce(consumed, 0) <> coalesce(charged, 0) + coalesce(written_off, 0)
  union all
  select 'a blob with another number of pointers' from pointers full join blobs on sha256 = sha
    where count is distinct from refs
  union all
  select 'drift: ' || problem from verify()`;

/** What is wrong with an organization, and with the ledger as a whole: nothing, one hopes. */
export async function findViolations({ database, organizationId }: Studio): Promise<string[]> {
  const rows = await database.withOrganization(organizationId, (tx) =>
    tx.query<{ problem: string }>(violations, [], 'violations'),
  );
  return rows.map(({ problem }) => problem);
}
