-- How what was held is given back. *Void* is before settle; after it, giving back is a refund.

set local role atelier_system;

-- Gives all of a pending reservation back to its lots; the reason 'expired' makes it expired.
-- Answers whether anything changed: false when it was voided before.
-- Raises AT405 unknown, AT410 settled: giving that back is a refund, another word {state}.
create function void_reservation(reservation_id uuid, reason text) returns boolean
language plpgsql set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  held reservations;
begin
  update reservations set reason = void_reservation.reason, resolved_at = now(),
    state = case void_reservation.reason when 'expired' then 'expired' else 'voided' end::reservation_state
  where id = reservation_id and state = 'pending' returning * into held;
  if found then
    update wallets set held = wallets.held - held.amount where organization_id = held.organization_id;
    update lots set held = lots.held - pin.amount
    from unnest(held.lot_ids, held.lot_amounts) as pin (lot_id, amount) where id = pin.lot_id;
    return true;
  end if;

  select * into held from reservations where id = reservation_id;
  if not found then
    raise exception 'no such reservation' using errcode = 'AT405';
  elsif held.state = 'settled' then
    raise exception 'a settled reservation is refunded, not voided'
      using errcode = 'AT410', detail = json_build_object('state', held.state);
  end if;
  return false;
end $$;
