-- Which Temporal run may write: the run is a fence, never a key. Whatever changes a job locks its row first; the lock
-- order is in db/README.md.

set local role atelier_system;

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
