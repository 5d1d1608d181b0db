-- What was delivered and can be charged to nobody.

set local role atelier_system;

-- Books a picture that was delivered and cannot be charged: the wallet pays nothing. Once per job;
-- answers whether it was booked now. Raises AT422 amount below 1.
create function write_off(organization_id uuid, job_id uuid, amount bigint) returns boolean
language plpgsql set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  wallet wallets;
  new_id constant uuid := uuidv7();
begin
  if amount is null or amount < 1 then
    raise exception 'a write-off is of at least one credit' using errcode = 'AT422';
  end if;
  select * into wallet from wallets where organization_id = write_off.organization_id for update;
  if not found or exists (select from journals where journals.organization_id = write_off.organization_id
      and kind = 'write_off' and key = write_off.job_id::text) then
    return false;
  end if;
  update wallets set seq = seq + 1 where organization_id = write_off.organization_id;
  insert into journals (organization_id, id, seq, kind, key, amount, balance_after, job_id)
  values (write_off.organization_id, new_id, wallet.seq + 1, 'write_off', write_off.job_id::text, 0, wallet.posted,
    write_off.job_id);
  insert into transfers (organization_id, journal_id, line, unit, debit, credit, amount)
  values (write_off.organization_id, new_id, 1, 'CR', 'write_off', 'consumed', write_off.amount);
  return true;
end $$;
