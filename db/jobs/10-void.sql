-- The saga's compensation, `void`: the job ends, nothing is charged.

set local role atelier_system;

-- Ends the job as `failed` or `canceled` with nothing charged; a job that has ended stays as it is
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

grant execute on function void_job to atelier_app;
