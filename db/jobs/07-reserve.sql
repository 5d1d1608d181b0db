-- Step 1 of the saga, `reserve`: the run takes the job, the credits are held.

set local role atelier_system;

-- Answers `running` when there is work to do, else how the job ended.
create function reserve_job(p_job uuid, p_run text) returns jsonb
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
    known := cached_result(job.organization_id, job.cache_key, job.plan);
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

-- The name by which workers of release 0.1.0 ask for the same step while they are being replaced. The release
-- after this one drops it.
create function start_job(p_job uuid, p_run text) returns jsonb
language sql security definer set search_path = public, pg_temp as $$ select reserve_job(p_job, p_run) $$;

grant execute on function
  reserve_job,
  start_job
to atelier_app;
