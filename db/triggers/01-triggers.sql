-- What happens by itself when a row changes: all triggers, in PostgreSQL's own spelling, in which they are compared. Only
-- what differs is written, because that waits for everybody who writes to the table.
do $$
declare
  wanted constant text[] := array[
    'CREATE TRIGGER api_key_changed AFTER DELETE OR UPDATE OF revoked_at ON api_keys FOR EACH ROW EXECUTE FUNCTION api_key_changed()',
    'CREATE TRIGGER api_key_without_checksum AFTER INSERT ON api_keys FOR EACH ROW WHEN (NOT new.has_checksum) EXECUTE FUNCTION api_key_changed()',
    'CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON journals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON transfers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
    'CREATE TRIGGER job_changed BEFORE INSERT OR UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION job_changed()',
    'CREATE TRIGGER number_journal BEFORE INSERT ON journals FOR EACH ROW WHEN (new.seq IS NULL) EXECUTE FUNCTION number_journal()'
  ];
  definition text;
begin
  for definition in
    select format('drop trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = 'public'::regnamespace and not tgisinternal and not pg_get_triggerdef(pg_trigger.oid, true) = any (wanted)
  loop execute definition; end loop;
  foreach definition in array wanted loop
    if not exists (select from pg_trigger where pg_get_triggerdef(oid, true) = definition) then
      execute definition;
    end if;
  end loop;
end $$;
