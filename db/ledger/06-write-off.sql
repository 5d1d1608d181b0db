-- What was delivered and can be charged to nobody.

set local role atelier_system;

-- Books a picture that was delivered and cannot be charged: the wallet pays nothing. Once per job;
-- answers whether it was booked now. Raises AT422 amount below 1.
create function write_off(organization_id uuid, job_id uuid, amount bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  new_id uuid;
begin
  if amount is null or amount < 1 then
    raise exception 'a write-off is of at least one credit' using errcode = 'AT422';
  end if;
  insert into journals (organization_id, id, kind, key, amount, balance_after, job_id)
  select organization_id, uuidv7(), 'write_off', write_off.job_id::text, 0, posted, write_off.job_id
  from wallets where organization_id = write_off.organization_id for update
  on conflict (organization_id, kind, key) do nothing returning id into new_id;
  if new_id is null then
    return false;
  end if;
  insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount)
  values (write_off.organization_id, new_id, 1, 'CR', 'write_off', 'consumed', write_off.amount);
  return true;
end $$;
