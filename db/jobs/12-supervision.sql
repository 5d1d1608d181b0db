-- What dispatch and reconcile see across organizations, each function as narrow as its use.

set local role atelier_system;

-- Jobs that the API could not start: by priority, then the oldest of each organization, then the second oldest of each,
-- so that one backlog never starves another.
create function queued_jobs(p_limit integer)
returns table (id uuid, organization_id uuid, operation text, plan jsonb)
language sql security definer set search_path = public, pg_temp as $$
  select id, organization_id, operation, plan from (
    select *, row_number() over (partition by organization_id, priority order by created_at) as place from jobs
      where status = 'queued' and current_run_id is null and created_at < now() - interval '5 seconds'
        and (dispatched_at is null or dispatched_at < now() - interval '60 seconds')
  ) waiting order by priority, place, created_at limit p_limit
$$;

create function mark_dispatched(p_jobs uuid[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  update jobs set dispatched_at = now() where id = any (p_jobs)
$$;

-- Cancel requests that Temporal may not have heard of: each is taken at most once in half a minute, so that no number of
-- them hides another.
create function take_pending_cancels(p_limit integer) returns table (id uuid)
language sql security definer set search_path = public, pg_temp as $$
  update jobs set cancel_sent_at = now() where jobs.id in (
    select waiting.id from jobs waiting where status = 'canceling'
        and (cancel_sent_at is null or cancel_sent_at < now() - interval '30 seconds')
      order by cancel_sent_at nulls first, cancel_requested_at limit p_limit for update skip locked
  ) returning jobs.id
$$;

-- The same for workers of release 0.1.0 while they are being replaced. The release after this one drops it.
create function pending_cancels(p_limit integer) returns table (id uuid)
language sql security definer set search_path = public, pg_temp as $$
  select id from jobs where status = 'canceling' order by cancel_requested_at limit p_limit
$$;

-- Jobs that some workflow should be working on (every pending reservation belongs to one), with those that were handed
-- to Temporal and never began; page by page, so that no number of them hides another.
create function open_jobs(p_after uuid, p_limit integer)
returns table (id uuid, organization_id uuid, status text, plan jsonb, current_run_id text)
language sql security definer set search_path = public, pg_temp as $$
  select id, organization_id, status, plan, current_run_id from (
    select id, organization_id, status, plan, current_run_id from jobs
      where status in ('running', 'canceling') and created_at < now() - interval '5 seconds'
    union all
    select id, organization_id, status, plan, current_run_id from jobs where status = 'queued' and dispatched_at is not null
  ) open where p_after is null or id > p_after order by id limit p_limit
$$;

grant execute on function
  queued_jobs,
  mark_dispatched,
  take_pending_cancels,
  pending_cancels,
  open_jobs
to atelier_app;
