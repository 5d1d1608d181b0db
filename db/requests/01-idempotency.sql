-- The promise that a request sent twice is done once: one mechanism for everything that a POST makes.

set local role atelier_system;

-- What a key stands for: {outcome, kind, id}, where outcome is `replayed`, `in_flight` while the first request is not
-- answered yet, or `key_reused` when it was sent with another request; null when nobody has used it.
-- Asked before anything else is looked at: what was made stays the answer, whatever became of its ingredients.
create function find_request(p_route text, p_key text, p_request_hash text) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('kind', kind, 'id', coalesce(made_id, job_id), 'outcome', case
      when request_hash <> p_request_hash then 'key_reused'
      when answered_at is null and created_at > now() - interval '10 seconds' then 'in_flight'
      else 'replayed' end)
    from idempotency_keys where organization_id = tenant() and route = p_route and key = p_key
$$;

-- Takes the key {route, key, request_hash} for what is about to be made; answers as find_request when it was taken.
create function claim_key(p_idempotency jsonb, p_kind text, p_id uuid) returns jsonb language plpgsql as $$
begin
  if jsonb_typeof(p_idempotency) is distinct from 'object' then
    return null;
  end if;
  insert into idempotency_keys (organization_id, route, key, request_hash, kind, made_id)
    values (tenant(), p_idempotency ->> 'route', p_idempotency ->> 'key', p_idempotency ->> 'request_hash', p_kind, p_id)
    on conflict do nothing;
  if found then
    return null;
  end if;
  return find_request(p_idempotency ->> 'route', p_idempotency ->> 'key', p_idempotency ->> 'request_hash');
end $$;

-- The key stands for something that was there already, and is answered with it.
create function move_key(p_idempotency jsonb, p_id uuid) returns void language sql as $$
  update idempotency_keys set made_id = p_id, answered_at = now() where organization_id = tenant()
    and route = p_idempotency ->> 'route' and key = p_idempotency ->> 'key'
$$;

-- A batch of the keys that are a day old; answers how many there were.
create function clear_idempotency_keys() returns integer
language sql security definer set search_path = public, pg_temp as $$
  with old as (
    select organization_id, route, key from idempotency_keys where created_at < now() - interval '24 hours'
      order by created_at limit 1000 for update skip locked
  ), cleared as (
    delete from idempotency_keys using old where idempotency_keys.organization_id = old.organization_id
      and idempotency_keys.route = old.route and idempotency_keys.key = old.key returning 1
  )
  select count(*)::integer from cleared
$$;

grant execute on function
  find_request,
  clear_idempotency_keys
to atelier_app;
