-- What the steps of the saga have in common: the tenant, the timeline, the fence, the end.

set local role atelier_system;

-- The organization of this transaction. These functions run as atelier_system, whom no policy hides anything from: each
-- compares with this itself.
create function tenant() returns uuid stable language sql as $$
  select nullif(current_setting('app.organization_id', true), '')::uuid
$$;

create function close_steps(steps jsonb) returns jsonb language sql as $$
  select case
    when jsonb_array_length(steps) = 0 or steps -> -1 ->> 'duration_ms' is not null then steps
    else jsonb_set(steps, '{-1,duration_ms}', to_jsonb(round(extract(epoch from
      clock_timestamp() - (steps -> -1 ->> 'started_at')::timestamptz) * 1000)::integer))
  end
$$;

-- Closes the running step of a timeline and opens the next; a stage seen twice in a row stays one step.
create function advance(steps jsonb, stage text) returns jsonb language sql as $$
  select case
    when steps -> -1 ->> 'stage' = stage then steps
    else coalesce(close_steps(steps), '[]') ||
      jsonb_build_object('stage', stage, 'started_at', clock_timestamp(), 'duration_ms', null)
  end
$$;

-- Locks the job and decides whether this Temporal run may write. An unseen run takes the job over (a reset by an
-- operator; a cancel request made to an earlier run dies with that run); a seen one that is not current is stale.
-- `takeover` is the run's sequence number when it took over just now, else 0.
create function enter_run(p_job uuid, p_run text, out job jobs, out takeover integer)
language plpgsql as $$
begin
  select * into job from jobs where id = p_job and organization_id = tenant() for update;
  if not found then
    raise exception 'no such job here' using errcode = 'AT404';
  end if;
  takeover := 0;
  if job.current_run_id = p_run then
    return;
  end if;
  if exists (select from job_runs where job_id = p_job and run_id = p_run) then
    raise exception 'run % of this job is over', p_run using errcode = 'AT412';
  end if;
  insert into job_runs (job_id, organization_id, run_id, seq)
    select p_job, job.organization_id, p_run, coalesce(max(seq), 0) + 1 from job_runs where job_id = p_job
    returning seq into takeover;
  update jobs set
      current_run_id = p_run,
      cancel_requested_at = case when takeover > 1 then null else cancel_requested_at end,
      status = case when takeover > 1 and status = 'canceling' then 'running' else status end
    where id = p_job returning * into job;
end $$;

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
      completed_at = clock_timestamp()
    where id = job.id returning * into ended;
  insert into events (id, organization_id, job_id, kind, terminal, reopened, operation, success, duration_ms, credits,
      error_type)
    values (uuidv7(), ended.organization_id, ended.id, 'job.' || p_status, true, ended.reopened, ended.operation,
      p_status = 'succeeded', extract(epoch from ended.completed_at - ended.created_at) * 1000, ended.credits_charged,
      p_error ->> 'code');
  return ended;
end $$;

-- An operator's reset brings an ended job back to life.
create function reopen_job(job jobs) returns jobs language plpgsql as $$
declare
  opened jobs;
begin
  update jobs set status = 'running', error = null, completed_at = null, percent = null, reopened = reopened + 1
    where id = job.id returning * into opened;
  insert into events (id, organization_id, job_id, kind, terminal, reopened, operation, success, credits)
    values (uuidv7(), opened.organization_id, opened.id, 'job.reopened', false, opened.reopened, opened.operation,
      false, 0);
  return opened;
end $$;
