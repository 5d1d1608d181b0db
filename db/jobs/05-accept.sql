-- Accept, the API's half: one transaction that turns a request into a queued job.

set local role atelier_system;

-- {job_id, created_by, operation, operation_version, input, plan, input_asset_id, cache_key,
-- priority, start_by, idempotency: {route, key, request_hash} | null} -> {outcome, job_id}, where outcome is
-- `accepted`, `replayed`, `in_flight` or `key_reused`. Raises AT402 when the wallet cannot pay and no stored result
-- answers for free: the raise takes the key back, so that the same request runs after a top-up.
create function accept_job(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  organization uuid := tenant();
  required bigint := (p #>> '{plan,reserveCredits}')::bigint;
  wallet bigint;
  known idempotency_keys;
begin
  if jsonb_typeof(p -> 'idempotency') = 'object' then
    insert into idempotency_keys (organization_id, route, key, request_hash, job_id)
      values (organization, p #>> '{idempotency,route}', p #>> '{idempotency,key}',
        p #>> '{idempotency,request_hash}', (p ->> 'job_id')::uuid)
      on conflict do nothing;
    if not found then
      select * into known from idempotency_keys
        where organization_id = organization and route = p #>> '{idempotency,route}'
          and key = p #>> '{idempotency,key}';
      return jsonb_build_object('job_id', known.job_id, 'outcome', case
        when known.request_hash <> p #>> '{idempotency,request_hash}' then 'key_reused'
        when known.job_id is null
          or (known.answered_at is null and known.created_at > now() - interval '10 seconds') then 'in_flight'
        else 'replayed' end);
    end if;
  end if;
  if required > 0 and cached_result(organization, p ->> 'cache_key') is null then
    wallet := spendable_credits(organization);
    if wallet < required then
      raise exception 'the wallet cannot pay this' using errcode = 'AT402',
        detail = json_build_object('required', required, 'available', wallet)::text;
    end if;
  end if;
  insert into jobs (id, organization_id, created_by, operation, operation_version, input, plan, input_asset_id,
      cache_key, priority, start_by, steps)
    values ((p ->> 'job_id')::uuid, organization, (p ->> 'created_by')::uuid, p ->> 'operation',
      (p ->> 'operation_version')::integer, p -> 'input', p -> 'plan', (p ->> 'input_asset_id')::uuid,
      p ->> 'cache_key', (p ->> 'priority')::integer, (p ->> 'start_by')::timestamptz, advance('[]', 'accepted'));
  return jsonb_build_object('job_id', p ->> 'job_id', 'outcome', 'accepted');
end $$;

-- The first answer is on its way: from now on the key answers with the job itself. A job refused for want of credits
-- in the same request gives its key back; answers {required, available} then, else null.
create function answer_key(p_job uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  shortage jsonb := (select error - 'code' from jobs
    where id = p_job and organization_id = tenant() and error ->> 'code' = 'insufficient_credits');
begin
  if shortage is not null then
    delete from idempotency_keys where organization_id = tenant() and job_id = p_job;
  else
    update idempotency_keys set answered_at = now()
      where organization_id = tenant() and job_id = p_job and answered_at is null;
  end if;
  return shortage;
end $$;

grant execute on function
  accept_job,
  answer_key
to atelier_app;
