-- How credits are charged.

set local role atelier_system;

-- The answer to a settle that changed nothing, or the reason why it could not.
create function settled_before(reservation_id uuid, amount bigint) returns bigint
language plpgsql set search_path = public, pg_temp as $$
declare
  held reservations;
begin
  select * into held from reservations where id = reservation_id;
  if not found then
    raise exception 'no such reservation' using errcode = 'AT405';
  elsif held.state in ('voided', 'expired') then
    raise exception 'this reservation is %', held.state
      using errcode = 'AT410', detail = json_build_object('state', held.state);
  elsif held.state = 'settled' and held.charged = amount then
    return held.charged;
  elsif held.state = 'settled' then
    raise exception 'settled with another amount' using errcode = 'AT409';
  end if;
  raise exception 'a charge is between 0 and what was reserved' using errcode = 'AT422';
end $$;

-- Charges a pending reservation `amount` credits, and gives what is left of it back to its lots.
-- The same amount again answers with what was charged, and says so.
-- Raises AT405 unknown, AT409 settled with another amount, AT410 voided or expired {state},
-- AT422 amount below 0 or above the reservation.
create function settle(reservation_id uuid, amount bigint)
returns table (charged bigint, replayed boolean)
language plpgsql set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  held reservations;
  wallet wallets;
  lot lots;
  used bigint;
  remainder bigint := amount;
  journal_id uuid;
begin
  -- Compare and set: of all who settle, void or expire a reservation exactly one comes through.
  update reservations set state = 'settled', charged = settle.amount, resolved_at = now()
  where id = settle.reservation_id and state = 'pending' and settle.amount between 0 and amount
  returning * into held;
  if not found then
    return query select settled_before(reservation_id, settle.amount), true;
    return;
  end if;

  update wallets set posted = posted - settle.amount, held = wallets.held - held.amount,
    seq = seq + (settle.amount > 0)::int
  where organization_id = held.organization_id returning * into wallet;
  if settle.amount > 0 then
    insert into journals (organization_id, id, seq, kind, key, amount, balance_after, job_id)
    values (held.organization_id, uuidv7(), wallet.seq, 'settle', held.id::text, -settle.amount, wallet.posted, held.job_id)
    returning id into journal_id;
  end if;

  for pin in 1 .. cardinality(held.lot_ids) loop
    used := least(remainder, held.lot_amounts[pin]);
    remainder := remainder - used;
    update lots set held = lots.held - held.lot_amounts[pin], remaining = remaining - used,
      open = remaining > used
    where id = held.lot_ids[pin] returning * into lot;
    insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount, lot_id)
    select held.organization_id, journal_id, line, unit, debit, credit, posting.amount, lot.id
    from (values
      (2 * pin - 1, 'CR', 'wallet'::ledger_account, 'consumed'::ledger_account, used),
      (2 * pin, lot.currency, 'deferred_revenue', 'usage_revenue',
        earned(lot.cash_minor, lot.granted, lot.granted - lot.remaining)
        - earned(lot.cash_minor, lot.granted, lot.granted - lot.remaining - used))
    ) as posting (line, unit, debit, credit, amount)
    where posting.amount > 0;
  end loop;
  return query select settle.amount, false;
end $$;
