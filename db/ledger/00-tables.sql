-- How the ledger's tables lie on disk, and what nobody may do to them.

-- Room on each page for the next version of a row: balances change in place, no index is touched.
alter table wallets set (fillfactor = 50);
alter table lots set (fillfactor = 50);
alter table reservations set (fillfactor = 60);

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create or replace trigger append_only before update or delete or truncate on journals
for each statement execute function refuse_change();
create or replace trigger append_only before update or delete or truncate on transfers
for each statement execute function refuse_change();
