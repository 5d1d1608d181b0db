-- Accept, the API's half: one transaction that turns a request into a queued job.

set local role atelier_system;

-- The job that an equal request, made side by side with this one, is answered with; null when there is none.
create function joinable_job(p_organization uuid, p_cache_key text) returns uuid language sql stable as $$
  select id from jobs where organization_id = p_organization and open_cache_key = p_cache_key
$$;

-- {job_id, created_by, operation, operation_version, input, plan, input_asset_id, cache_key,
-- priority, start_by, idempotency: {route, key, request_hash} | null} -> {outcome, job_id}, where outcome is
-- `accepted`, `joined` to an equal job that is under way, or what the key says (claim_key). Raises AT402 when the wallet
-- cannot pay and no stored result answers for free: the raise takes the key back, so that the same request runs after
-- a top-up; AT429 when its files weigh more than they may; AT407 when the organization has no such picture (any more).
create function accept_job(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  organization uuid := tenant();
  source uuid := (p ->> 'input_asset_id')::uuid;
  required bigint := (p #>> '{plan,reserveCredits}')::bigint;
  wallet bigint;
  known jsonb := claim_key(p -> 'idempotency', 'job', (p ->> 'job_id')::uuid);
  joined uuid;
begin
  if known is not null then
    return jsonb_build_object('job_id', known ->> 'id', 'outcome', known ->> 'outcome');
  end if;
  -- Locked, so that nobody deletes it before the job that needs it is there.
  perform from assets where id = source and organization_id = organization and deleted_at is null for share;
  if source is not null and not found then
    raise exception 'no such asset here' using errcode = 'AT407';
  end if;
  loop
    joined := joinable_job(organization, p ->> 'cache_key');
    if joined is not null then
      perform move_key(p -> 'idempotency', joined);
      return jsonb_build_object('job_id', joined, 'outcome', 'joined');
    end if;
    perform refuse_full_storage(organization);
    if required > 0 and wallet is null and cached_result(organization, p ->> 'cache_key', p -> 'plan') is null then
      wallet := spendable_credits(organization);
      if wallet < required then
        raise exception 'the wallet cannot pay this' using errcode = 'AT402',
          detail = json_build_object('required', required, 'available', wallet)::text;
      end if;
    end if;
    insert into jobs (id, organization_id, created_by, operation, operation_version, input, plan, input_asset_id,
        cache_key, open_cache_key, priority, start_by, steps)
      values ((p ->> 'job_id')::uuid, organization, (p ->> 'created_by')::uuid, p ->> 'operation',
        (p ->> 'operation_version')::integer, p -> 'input', p -> 'plan', source, p ->> 'cache_key', p ->> 'cache_key',
        (p ->> 'priority')::integer, (p ->> 'start_by')::timestamptz, advance('[]', 'accepted'))
      on conflict (organization_id, open_cache_key) where open_cache_key is not null do nothing;
    -- Not found: an equal request was a moment quicker, or its job has ended just now.
    exit when found;
  end loop;
  return jsonb_build_object('job_id', p ->> 'job_id', 'outcome', 'accepted');
end $$;

-- What a request would be answered with now: {outcome, job_id}, where outcome is `stored_result` or `joined` (by
-- that job, for nothing) or `new`. Holds nothing: whatever is said here may be otherwise when the request comes.
create function quote_job(p_cache_key text, p_plan jsonb) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('outcome', outcome, 'job_id', job) from (values
    (1, 'joined', joinable_job(tenant(), p_cache_key)),
    (2, 'stored_result', cached_result(tenant(), p_cache_key, p_plan)),
    (3, 'new', null)) as answers (rank, outcome, job)
  where job is not null or outcome = 'new' order by rank limit 1
$$;

-- The first answer is on its way: from now on the key answers with the job itself. A job refused for want of credits
-- in the same request gives its key back; answers {required, available} then, else null.
create function answer_key(p_job uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  shortage jsonb := (select error - 'code' from jobs
    where id = p_job and organization_id = tenant() and error ->> 'code' = 'insufficient_credits');
begin
  if shortage is not null then
    delete from idempotency_keys where organization_id = tenant() and made_id = p_job;
  else
    update idempotency_keys set answered_at = now()
      where organization_id = tenant() and made_id = p_job and answered_at is null;
  end if;
  return shortage;
end $$;

grant execute on function
  accept_job,
  answer_key,
  quote_job
to atelier_app;
