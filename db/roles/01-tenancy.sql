-- Every table of ours belongs to an organization and shows only that one's rows, to its owner too.
-- Without a context `current_setting` is null or '': no row at all.
do $$
declare
  tenant_table regclass;
  tenant constant text := $p$(organization_id = nullif(current_setting('app.organization_id', true), '')::uuid)$p$;
begin
  for tenant_table in
    select attrelid::regclass from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and attname = 'organization_id' and not attisdropped
  loop
    execute format('alter table %s enable row level security, force row level security', tenant_table);
    execute format('drop policy if exists tenant on %s', tenant_table);
    execute format('create policy tenant on %s to atelier_app using %s with check %2$s', tenant_table, tenant);
    execute format('drop policy if exists system on %s', tenant_table);
    execute format('create policy system on %s to atelier_system using (true) with check (true)', tenant_table);
  end loop;
end $$;
