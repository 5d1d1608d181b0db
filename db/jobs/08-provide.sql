-- Step 2 of the saga, `provide`: what a provider was asked and what came of it, one attempt a call. Only the run that
-- holds the job may write.

set local role atelier_system;

-- What went wrong with this link's attempts of this run, counted by failure: {worker_lost: 1, …}.
create function failures_of_link(p_job uuid, p_run text, p_link integer) returns jsonb language sql stable as $$
  select coalesce(jsonb_object_agg(failure_type, times), '{}') from (
    select failure_type, count(*) as times from attempts
      where job_id = p_job and run_id = p_run and link = p_link and failure_type is not null group by failure_type
  ) counted
$$;

-- What an attempt works on: {operation, operation_version, input, source}.
create function work_of(job jobs) returns jsonb language sql stable as $$
  select jsonb_build_object('operation', job.operation, 'operation_version', job.operation_version, 'input', job.input,
    'source', (select jsonb_build_object('id', assets.id, 'sha256', blobs.sha256, 'key', blobs.key, 'bytes', blobs.bytes)
      from assets join blobs using (organization_id, sha256)
      where assets.id = job.input_asset_id and assets.organization_id = job.organization_id))
$$;

-- The run enters the job as it does in every step; one that a reset sent back to this step brings an ended job back, and
-- one whose `reserve` the database has forgotten (it was restored from a backup) holds the credits now.
-- Raises AT499 when the job is to stop, AT402 when its credits cannot be held.
create function enter_provide(p_job uuid, p_run text) returns jobs language plpgsql as $$
declare
  entered record := enter_run(p_job, p_run);
  job jobs := entered.job;
  is_reset boolean := has_ended(job.status) and job.status <> 'succeeded' and entered.takeover > 1;
begin
  if is_reset then
    job := reopen_job(job);
  end if;
  if is_reset or job.status = 'queued' then
    perform hold_credits(job);
    update jobs set status = 'running', credits_held = (plan ->> 'reserveCredits')::integer,
        started_at = coalesce(started_at, clock_timestamp())
      where id = p_job returning * into job;
  end if;
  if job.cancel_requested_at is not null or (has_ended(job.status) and job.status <> 'succeeded') then
    raise exception 'this job is to stop' using errcode = 'AT499';
  end if;
  return job;
end $$;

-- Before the provider is called. Answers {id, delivery, failures, open} and the work. `delivery` is what an earlier
-- attempt delivered, whichever link it was of: no provider is ever paid for the same job again. `open` says that an
-- earlier attempt has not ended, and may have left its bytes behind; it is answered when `p_resume` asks for it, else it
-- counts as failed with its worker, and the next attempt begins. `late`: what has not delivered by now is to end.
-- Raises AT408 when no further attempt may begin.
create function begin_attempt(p_job uuid, p_run text, p_link integer, p_resume boolean default false) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs := enter_provide(p_job, p_run);
  attempt attempts;
  is_open boolean;
begin
  select * into attempt from attempts
    where job_id = p_job and (state = 'delivered' or (state = 'intent' and p_resume))
    order by state = 'delivered' desc, started_at desc limit 1;
  is_open := found and attempt.state = 'intent';
  if not found then
    if job.status = 'succeeded' then
      raise exception 'this job is to stop' using errcode = 'AT499';
    elsif (job.plan ->> 'finishBy')::timestamptz < now() then
      raise exception 'the deadline of this job has passed' using errcode = 'AT408';
    end if;
    update attempts set state = 'failed', failure_type = 'worker_lost', ended_at = clock_timestamp()
      where job_id = p_job and state = 'intent';
    insert into attempts (id, organization_id, job_id, link, ordinal, run_id, provider, model)
      select uuidv7(), job.organization_id, p_job, p_link, coalesce(max(ordinal), 0) + 1, p_run,
        job.plan #>> array['links', p_link::text, 'provider'], job.plan #>> array['links', p_link::text, 'model']
        from attempts where job_id = p_job and link = p_link
      returning * into attempt;
    update jobs set stage = 'working', steps = advance(steps, 'working'), percent = null, attempts = attempts + 1
      where id = p_job;
  end if;
  return jsonb_build_object('id', attempt.id, 'delivery', attempt.delivery, 'failures', failures_of_link(p_job, p_run, p_link),
    'open', is_open, 'late', (job.plan ->> 'finishBy')::timestamptz < now()) || work_of(job);
end $$;

-- Progress that only moves forward, and only for the run that holds the job.
create function report_progress(p_job uuid, p_run text, p_percent integer) returns void
language sql security definer set search_path = public, pg_temp as $$
  update jobs set percent = p_percent
    where id = p_job and organization_id = tenant() and current_run_id = p_run and status = 'running'
      and coalesce(percent, 0) < p_percent
$$;

-- Locks the job of an attempt, for the run that holds it. Raises AT412 for any other, AT499 when the job has ended.
create function job_of_attempt(p_attempt uuid, p_run text) returns jobs language plpgsql as $$
declare
  job jobs;
begin
  select jobs.* into job from attempts join jobs on jobs.id = job_id
    where attempts.id = p_attempt and jobs.organization_id = tenant() for update of jobs;
  if not found or job.current_run_id is distinct from p_run then
    raise exception 'run % of this job is over', p_run using errcode = 'AT412';
  elsif has_ended(job.status) then
    raise exception 'this job is to stop' using errcode = 'AT499';
  end if;
  return job;
end $$;

-- After the bytes are stored and before the activity answers.
create function deliver_attempt(p_attempt uuid, p_run text, p_delivery jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs := job_of_attempt(p_attempt, p_run);
begin
  update attempts set state = 'delivered', delivery = p_delivery, ended_at = clock_timestamp()
    where id = p_attempt and state = 'intent';
  -- Two tries of one activity may have had the same attempt in hand: the first delivery counts. An attempt that was given
  -- up meanwhile (its worker slept past the heartbeat) comes too late.
  if not found and exists (select from attempts where id = p_attempt and state = 'delivered') then
    return;
  elsif not found then
    raise exception 'attempt % of this job is over', p_attempt using errcode = 'AT412';
  end if;
  update jobs set stage = 'storing', steps = advance(steps, 'storing') where id = job.id;
end $$;

-- When nothing came out: `failed`, `ambiguous` or `canceled`.
create function fail_attempt(p_attempt uuid, p_run text, p_state text, p_failure_type text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform job_of_attempt(p_attempt, p_run);
  update attempts set state = p_state, failure_type = p_failure_type, ended_at = clock_timestamp()
    where id = p_attempt and state = 'intent';
end $$;

-- The same for workers of release 0.1.0, which do not say who they are. The release after this one drops it.
create function fail_attempt(p_attempt uuid, p_state text, p_failure_type text) returns void
language sql security definer set search_path = public, pg_temp as $$
  update attempts set state = p_state, failure_type = p_failure_type, ended_at = clock_timestamp()
    where id = p_attempt and organization_id = tenant() and state = 'intent'
$$;

-- The bytes of a delivered attempt are no longer where it left them: it counts as failed, and the link is asked again.
create function lose_delivery(p_attempt uuid, p_run text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform job_of_attempt(p_attempt, p_run);
  update attempts set state = 'failed', failure_type = 'bytes_lost', delivery = null
    where id = p_attempt and state = 'delivered';
end $$;

grant execute on function
  begin_attempt,
  report_progress,
  deliver_attempt,
  fail_attempt(uuid, text, text, text),
  fail_attempt(uuid, text, text),
  lose_delivery
to atelier_app;
