-- Servers remember keys: a revoked or deleted one must be forgotten everywhere, at once.

set local role atelier_system;

create function api_key_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('api_keys', old.id::text);
  return null;
end $$;

grant execute on function api_key_changed to atelier_owner;
reset role;

create trigger api_key_changed after update of revoked_at or delete on api_keys
for each row execute function api_key_changed();
