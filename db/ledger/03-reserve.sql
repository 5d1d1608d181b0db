-- How credits are held: a reservation pins the lots it will burn.

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

-- Holds credits for a job and pins the lots they come from: promo first, then earliest expiry.
-- The same job, ordinal and amount again answers with the first reservation, and says so.
-- Raises AT402 too few credits {required, available}, AT409 the job holds another reservation or this
-- one on other terms, AT410 this one was voided or has expired {state}, AT422 amount below 1.
create function reserve(
  organization_id uuid, job_id uuid, ordinal int, amount bigint, expires_at timestamptz
) returns table (reservation_id uuid, replayed boolean)
language plpgsql set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  funded boolean;
  earlier reservations;
  lot record;
  missing bigint := amount;
  lot_ids uuid[] := '{}';
  lot_amounts bigint[] := '{}';
  new_id constant uuid := uuidv7();
begin
  if amount is null or amount < 1 then
    raise exception 'a reservation is of at least one credit' using errcode = 'AT422';
  end if;

  -- First, because it locks the wallet: what follows sees everything that was reserved before.
  update wallets set held = held + amount
  where organization_id = reserve.organization_id and posted - held >= amount;
  funded := found;

  select * into earlier from reservations
  where job_id = reserve.job_id and (ordinal = reserve.ordinal or live)
  order by ordinal <> reserve.ordinal limit 1;
  if found then
    perform refuse_other_reservation(earlier, organization_id, ordinal, amount);
    if funded then
      update wallets set held = held - amount where organization_id = reserve.organization_id;
    end if;
    return query select earlier.id, true;
    return;
  end if;

  if funded then
    for lot in
      select id, remaining - held as free from lots
      where organization_id = reserve.organization_id and open and remaining > held
        and (expires_at is null or expires_at > now())
      order by kind > 'promo', expires_at nulls last, id
    loop
      lot.free := least(lot.free, missing);
      update lots set held = held + lot.free where id = lot.id;
      lot_ids := lot_ids || lot.id;
      lot_amounts := lot_amounts || lot.free;
      missing := missing - lot.free;
      exit when missing = 0;
    end loop;
  end if;
  if missing > 0 then
    raise exception 'too few credits' using errcode = 'AT402', detail = json_build_object(
      'required', amount,
      'available', case when funded then amount - missing else spendable_credits(organization_id) end);
  end if;

  insert into reservations (id, organization_id, job_id, ordinal, amount, lot_ids, lot_amounts, expires_at)
  values (new_id, reserve.organization_id, reserve.job_id, reserve.ordinal, reserve.amount,
          lot_ids, lot_amounts, reserve.expires_at);
  return query select new_id, false;
end $$;
