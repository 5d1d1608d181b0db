-- Step 2 of the saga, `provide`: what a provider was asked and what came of it, one attempt a call. Only the run that
-- holds the job may write.

set local role atelier_system;

-- Before the provider is called. Answers what an earlier attempt of this link delivered, if its bytes are
-- there: a reset never pays a vendor twice.
create function begin_attempt(p_job uuid, p_run text, p_link integer) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs;
  attempt attempts;
  source jsonb;
begin
  select * into job from jobs where id = p_job and organization_id = tenant() for update;
  if not found then
    raise exception 'no such job here' using errcode = 'AT404';
  elsif job.current_run_id is distinct from p_run then
    raise exception 'run % of this job is over', p_run using errcode = 'AT412';
  elsif job.cancel_requested_at is not null or has_ended(job.status) then
    raise exception 'this job is to stop' using errcode = 'AT499';
  end if;
  select jsonb_build_object('id', assets.id, 'sha256', blobs.sha256, 'key', blobs.key, 'bytes', blobs.bytes)
    into source from assets join blobs using (organization_id, sha256) where assets.id = job.input_asset_id;
  select * into attempt from attempts
    where job_id = p_job and link = p_link and state = 'delivered' order by ordinal desc limit 1;
  if not found then
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
  return jsonb_build_object('id', attempt.id, 'delivery', attempt.delivery, 'operation', job.operation,
    'operation_version', job.operation_version, 'input', job.input, 'source', source);
end $$;

-- Progress that only moves forward, and only for the run that holds the job.
create function report_progress(p_job uuid, p_run text, p_percent integer) returns void
language sql security definer set search_path = public, pg_temp as $$
  update jobs set percent = p_percent
    where id = p_job and organization_id = tenant() and current_run_id = p_run and status = 'running'
      and coalesce(percent, 0) < p_percent
$$;

-- After the bytes are stored and before the activity answers.
create function deliver_attempt(p_attempt uuid, p_run text, p_delivery jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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
  -- An attempt that was given up meanwhile (its worker slept past the heartbeat) comes too late.
  update attempts set state = 'delivered', delivery = p_delivery, ended_at = clock_timestamp()
    where id = p_attempt and state = 'intent';
  if not found then
    raise exception 'attempt % of this job is over', p_attempt using errcode = 'AT412';
  end if;
  update jobs set stage = 'storing', steps = advance(steps, 'storing') where id = job.id;
end $$;

-- When nothing came out: `failed`, `ambiguous` or `canceled`.
create function fail_attempt(p_attempt uuid, p_state text, p_failure_type text) returns void
language sql security definer set search_path = public, pg_temp as $$
  update attempts set state = p_state, failure_type = p_failure_type, ended_at = clock_timestamp()
    where id = p_attempt and organization_id = tenant() and state = 'intent'
$$;

-- The bytes of a delivered attempt are no longer where it left them: it counts as failed, and the link is asked again.
create function lose_delivery(p_attempt uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update attempts set state = 'failed', failure_type = 'bytes_lost', delivery = null
    where id = p_attempt and organization_id = tenant() and state = 'delivered'
$$;

grant execute on function
  begin_attempt,
  report_progress,
  deliver_attempt,
  fail_attempt,
  lose_delivery
to atelier_app;
