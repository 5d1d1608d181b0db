-- Servers remember keys: a revoked or deleted one must be forgotten everywhere, at once. They remember too which there
-- are without a checksum: a new one must be heard of.

set local role atelier_system;

create or replace function api_key_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('api_keys', coalesce(old.id, new.id)::text);
  return null;
end $$;

grant execute on function api_key_changed to atelier_owner;
