-- The saga's compensation, `void`: the job ends, nothing is charged.

set local role atelier_system;

-- Ends a locked job as `failed` or `canceled` with nothing charged; one that has ended stays as it is: once delivered, a
-- picture is never taken back.
create function end_for_nothing(job jobs, p_status text, p_error jsonb) returns jsonb language plpgsql as $$
begin
  if not has_ended(job.status) then
    perform void_credits(job, p_status);
    update attempts set state = 'canceled', ended_at = clock_timestamp() where job_id = job.id and state = 'intent';
    job := end_job(job, p_status, p_error);
  end if;
  return outcome_of(job);
end $$;

-- By the run that works on it; a reserve of the same run that comes late finds the job ended.
create function void_job(p_job uuid, p_run text, p_status text, p_error jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return end_for_nothing((enter_run(p_job, p_run)).job, p_status, p_error);
end $$;

-- By whoever looked and found that no run works on it any more: only while `p_current_run`, the one that held the job
-- when he looked, still does. Answers null when it does not.
create function end_abandoned_job(p_job uuid, p_current_run text, p_status text, p_error jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  job jobs;
begin
  select * into job from jobs where id = p_job and organization_id = tenant()
    and current_run_id is not distinct from p_current_run for update;
  return case when found then end_for_nothing(job, p_status, p_error) end;
end $$;

grant execute on function
  void_job,
  end_abandoned_job
to atelier_app;
