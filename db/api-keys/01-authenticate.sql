-- What is asked before the organization is known: whose key is this, and can it be one at all?

set local role atelier_system;

-- Revoked or unknown: no row.
create function authenticate_api_key(sha256 bytea)
returns table (api_key_id uuid, organization_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  found_key api_keys;
begin
  select * into found_key from api_keys
  where sha256 = authenticate_api_key.sha256 and revoked_at is null;
  if not found then
    return;
  end if;
  if found_key.last_used_at is null or found_key.last_used_at < now() - interval '1 minute' then
    update api_keys set last_used_at = now() where id = found_key.id;
  end if;
  return query select found_key.id, found_key.organization_id;
end $$;

-- How the keys begin that a checksum cannot tell from what anybody makes up: those of 0.1.0, fewer each year.
create function prefixes_without_checksum() returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct prefix), '{}') from api_keys where not has_checksum and revoked_at is null
$$;

grant execute on function authenticate_api_key, prefixes_without_checksum to atelier_app;
