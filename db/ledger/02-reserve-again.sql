set local role atelier_system;

-- Raises unless `earlier` is what the same call reserved before.
create function refuse_other_reservation(
  earlier reservations, organization_id uuid, ordinal int, amount bigint
) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  if earlier.ordinal <> ordinal then
    raise exception 'the job has another reservation' using errcode = 'AT409';
  elsif earlier.state in ('voided', 'expired') then
    raise exception 'this reservation is %', earlier.state
      using errcode = 'AT410', detail = json_build_object('state', earlier.state);
  elsif (earlier.organization_id, earlier.amount) is distinct from (organization_id, amount) then
    raise exception 'this reservation was made on other terms' using errcode = 'AT409';
  end if;
end $$;
