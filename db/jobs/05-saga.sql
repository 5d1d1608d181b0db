-- The saga's steps 1 and 3 and its compensation, one function each, one transaction each.
-- Lock order: job, reservation, account, lots, blobs. The run id is a fence, never a key: see enter_run.

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
  settle_job,
  void_job
to atelier_app;
