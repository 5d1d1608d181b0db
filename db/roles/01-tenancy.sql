-- Every table of ours belongs to an organization and shows only that one's rows, to its owner too; one without
-- organizations is the system's alone. Without a context `current_setting` is null or '': no row at all. Only what
-- differs is written, because each of these statements waits for everybody who uses the table.
do $$
declare
  -- In PostgreSQL's own spelling, in which it is compared.
  own constant text := $p$(organization_id = (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid)$p$;
  wanted record;
begin
  for wanted in
    select pg_class.oid::regclass as in_table, relrowsecurity and relforcerowsecurity as closed, name, reader, condition
    from pg_class cross join (values ('tenant', 'atelier_app', own), ('system', 'atelier_system', 'true'))
      as policy (name, reader, condition)
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and (name = 'system' or exists (select from pg_attribute
        where attrelid = pg_class.oid and attname = 'organization_id' and not attisdropped))
  loop
    if not wanted.closed then
      execute format('alter table %s enable row level security, force row level security', wanted.in_table);
    end if;
    if not exists (select from pg_policy where polrelid = wanted.in_table and polname = wanted.name
        and polroles = array[wanted.reader::regrole::oid] and pg_get_expr(polqual, polrelid) = wanted.condition
        and pg_get_expr(polwithcheck, polrelid) = wanted.condition) then
      execute format('drop policy if exists %I on %s', wanted.name, wanted.in_table);
      execute format('create policy %I on %s to %s using (%s) with check (%4$s)', wanted.name, wanted.in_table,
        wanted.reader, wanted.condition);
    end if;
  end loop;
end $$;
