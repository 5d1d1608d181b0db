-- What an end is, what it writes down, and how a reset undoes it.

set local role atelier_system;

-- The ends of domain/job-status.ts.
create function has_ended(status text) returns boolean immutable language sql as $$
  select status in ('succeeded', 'failed', 'canceled', 'expired')
$$;

-- What a saga step answers to its workflow: no user content, so that Temporal's history holds none.
create function outcome_of(job jobs) returns jsonb language sql as $$
  select jsonb_build_object('status', job.status, 'charged', job.credits_charged, 'provider', job.provider,
    'cached', job.cached, 'error', job.error ->> 'code')
$$;

-- Ends a job that delivered nothing, or whose delivery the caller has just written into `job`.
create function end_job(job jobs, p_status text, p_error jsonb) returns jobs
language plpgsql as $$
declare
  ended jobs;
begin
  update jobs set
      status = p_status,
      error = p_error,
      stage = case when p_status = 'succeeded' then 'settled' else stage end,
      steps = case when p_status = 'succeeded' then close_steps(advance(steps, 'settled')) else close_steps(steps) end,
      percent = case when p_status = 'succeeded' then 100 else percent end,
      credits_held = 0,
      open_cache_key = null,
      completed_at = clock_timestamp()
    where id = job.id returning * into ended;
  insert into events (id, organization_id, job_id, kind, terminal, reopened, operation, success, duration_ms, credits,
      error_type)
    values (uuidv7(), ended.organization_id, ended.id, 'job.' || p_status, true, ended.reopened, ended.operation,
      p_status = 'succeeded', (extract(epoch from ended.completed_at - ended.created_at) * 1000)::bigint, ended.credits_charged,
      p_error ->> 'code');
  return ended;
end $$;

-- An operator's reset brings an ended job back to life. Equal requests may join it again, unless another job of theirs
-- is under way by now.
create function reopen_job(job jobs) returns jobs language plpgsql as $$
declare
  opened jobs;
begin
  update jobs set status = 'running', error = null, completed_at = null, percent = null, reopened = reopened + 1,
      cancel_requested_at = null where id = job.id returning * into opened;
  begin
    update jobs set open_cache_key = cache_key where id = job.id and cache_key is not null;
  exception when unique_violation then
    null;
  end;
  insert into events (id, organization_id, job_id, kind, terminal, reopened, operation, success, credits)
    values (uuidv7(), opened.organization_id, opened.id, 'job.reopened', false, opened.reopened, opened.operation,
      false, 0);
  return opened;
end $$;
