-- Cancel: a customer takes a job back. The database knows it first, Temporal second.

set local role atelier_system;

-- Cancels at once what no run has taken yet; else writes the request down before anyone asks Temporal. Settle locks
-- the same row, so that a delivered picture and a cancel cannot both win. Answers `canceled`, `canceling`, or `ended`
-- when there was nothing left to cancel.
create function request_cancel(p_job uuid) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs;
begin
  select * into job from jobs where id = p_job and organization_id = tenant() for update;
  if not found then
    raise exception 'no such job here' using errcode = 'AT404';
  end if;
  if has_ended(job.status) then
    return 'ended';
  end if;
  if job.current_run_id is null then
    perform end_job(job, 'canceled', null);
    return 'canceled';
  end if;
  update jobs set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()), status = 'canceling',
      open_cache_key = null where id = p_job;
  return 'canceling';
end $$;

grant execute on function request_cancel to atelier_app;
