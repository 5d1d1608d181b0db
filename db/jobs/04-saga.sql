-- The saga's steps, one function each, one transaction each. Lock order: job, reservation, account, lots, blobs.
-- The run id is a fence, never a key: see enter_run.

set local role atelier_system;

create function pending_reservation(p_job uuid) returns reservations language sql stable as $$
  select * from reservations where job_id = p_job and state = 'pending'
$$;

-- Holds the credits of a job under the next ordinal that this job has not used.
create function hold_credits(job jobs) returns void language plpgsql as $$
declare
  required bigint := (job.plan ->> 'reserveCredits')::bigint;
begin
  if required > 0 and (pending_reservation(job.id)).id is null then
    perform reserve(job.organization_id, job.id,
      (select coalesce(max(ordinal), 0) + 1 from reservations where job_id = job.id)::integer, required,
      (job.plan ->> 'finishBy')::timestamptz + interval '1 hour');
  end if;
end $$;

create function void_credits(job jobs, p_reason text) returns void language plpgsql as $$
declare
  pending reservations := pending_reservation(job.id);
begin
  if pending.id is not null then
    perform void_reservation(pending.id, p_reason);
  end if;
end $$;

-- Step 1. Answers `running` when there is work to do, else how the job ended.
create function start_job(p_job uuid, p_run text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entered record := enter_run(p_job, p_run);
  job jobs := entered.job;
  known uuid;
  shortage text;
begin
  if job.status = 'succeeded' or (has_ended(job.status) and entered.takeover <= 1) then
    return outcome_of(job);
  end if;
  if job.cancel_requested_at is not null then
    perform void_credits(job, 'canceled');
    return outcome_of(end_job(job, 'canceled', null));
  end if;
  if job.status = 'queued' and job.start_by < now() then
    return outcome_of(end_job(job, 'expired', null));
  end if;
  if job.status <> 'running' then
    if has_ended(job.status) then
      job := reopen_job(job);
    end if;
    known := cached_result(job.organization_id, job.cache_key);
    if known is not null then
      perform copy_result(job, known);
      return outcome_of(end_job(job, 'succeeded', null));
    end if;
  end if;
  begin
    perform hold_credits(job);
  exception when sqlstate 'AT402' then
    get stacked diagnostics shortage = pg_exception_detail;
    return outcome_of(end_job(job, 'failed', shortage::jsonb || jsonb_build_object('code', 'insufficient_credits')));
  end;
  update jobs set status = 'running', stage = 'reserved', steps = advance(steps, 'reserved'), percent = null,
      credits_held = (plan ->> 'reserveCredits')::integer, started_at = coalesce(started_at, clock_timestamp())
    where id = p_job returning * into job;
  return outcome_of(job);
end $$;

-- Step 2, before the provider is called. Answers what an earlier attempt of this link delivered, if its bytes are
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

-- Step 2, after the bytes are stored and before the activity answers.
create function deliver_attempt(p_attempt uuid, p_run text, p_delivery jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs;
begin
  select jobs.* into job from attempts join jobs on jobs.id = job_id where attempts.id = p_attempt and jobs.organization_id = tenant() for update of jobs;
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

-- Step 2, when nothing came out: `failed`, `ambiguous` or `canceled`.
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

-- Charges what was delivered. A reservation that was voided or expired meanwhile is made again; if the wallet is empty
-- by then the picture is delivered all the same and written off.
create function charge(job jobs, p_price bigint) returns bigint language plpgsql as $$
declare
  pending reservations;
begin
  if p_price = 0 then
    perform void_credits(job, 'delivered free');
    return 0;
  end if;
  begin
    perform hold_credits(job);
  exception when sqlstate 'AT402' then
    perform write_off(job.organization_id, job.id, p_price);
    return 0;
  end;
  pending := pending_reservation(job.id);
  return (select charged from settle(pending.id, p_price));
end $$;

-- Step 3. Result, charge, record and event in this one transaction: there is no window between result and charge.
-- Answers the outcome and the object keys that nothing points at any more.
create function settle_job(p_job uuid, p_run text, p_attempt uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entered record := enter_run(p_job, p_run);
  job jobs := entered.job;
  attempt attempts;
  image jsonb;
  position integer := 0;
  asset uuid;
  charged bigint;
  files jsonb := '[]';
  redundant text[] := '{}';
begin
  if job.status = 'succeeded' or (has_ended(job.status) and entered.takeover <= 1) then
    return outcome_of(job) || jsonb_build_object('redundant', redundant);
  end if;
  if job.cancel_requested_at is not null then
    perform void_credits(job, 'canceled');
    return outcome_of(end_job(job, 'canceled', null)) || jsonb_build_object('redundant', redundant);
  end if;
  if has_ended(job.status) then
    job := reopen_job(job);
  end if;
  select * into attempt from attempts where id = p_attempt and job_id = p_job and state = 'delivered';
  if not found then
    -- Its bytes were lost to another run. In words of ours, or Temporal would ask again for ever.
    raise exception 'attempt % of this job is over', p_attempt using errcode = 'AT412';
  end if;
  charged := charge(job, (job.plan #>> array['links', attempt.link::text, 'priceCredits'])::bigint);
  for image in select value from jsonb_array_elements(attempt.delivery -> 'images') loop
    asset := uuidv7();
    perform insert_asset(image || jsonb_build_object('id', asset,
      'created_by', job.created_by, 'job_id', p_job, 'parent_id', job.input_asset_id, 'made', jsonb_build_object(
        'provider', attempt.provider, 'engine', attempt.delivery ->> 'engine',
        'engine_version', attempt.delivery ->> 'engine_version', 'parameters', job.input)));
    files := files || jsonb_build_array(image -> 'canonical', image -> 'thumbnail');
    insert into job_outputs (job_id, organization_id, position, role, asset_id)
      values (p_job, job.organization_id, position, image ->> 'role', asset);
    position := position + 1;
  end loop;
  redundant := hold_blobs(job.organization_id, files);
  update jobs set data = attempt.delivery -> 'data', provider = attempt.provider, engine = attempt.model,
      credits_charged = charged where id = p_job returning * into job;
  return outcome_of(end_job(job, 'succeeded', null)) || jsonb_build_object('redundant', redundant);
end $$;

-- The compensation. Ends the job as `failed` or `canceled` with nothing charged; a job that has ended stays as it is
-- (once delivered, a picture is never taken back), and a reserve of the same run that comes late finds it ended.
create function void_job(p_job uuid, p_run text, p_status text, p_error jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entered record := enter_run(p_job, p_run);
  job jobs := entered.job;
begin
  if not has_ended(job.status) then
    perform void_credits(job, p_status);
    update attempts set state = 'canceled', ended_at = clock_timestamp() where job_id = p_job and state = 'intent';
    job := end_job(job, p_status, p_error);
  end if;
  return outcome_of(job);
end $$;

grant execute on function
  start_job,
  begin_attempt,
  report_progress,
  deliver_attempt,
  fail_attempt,
  lose_delivery,
  settle_job,
  void_job
to atelier_app;
