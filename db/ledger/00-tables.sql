-- How the ledger's tables lie on disk, and what nobody may do to them.

-- Room on each page for the next version of a row: balances change in place, no index is touched.
alter table wallets set (fillfactor = 50);
alter table lots set (fillfactor = 50);
alter table reservations set (fillfactor = 60);

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- A journal written by a function of an earlier release gets its number all the same.
set local role atelier_system;
create or replace function number_journal() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update wallets set seq = seq + 1 where organization_id = new.organization_id returning seq into new.seq;
  return new;
end $$;
grant execute on function number_journal to atelier_owner;
