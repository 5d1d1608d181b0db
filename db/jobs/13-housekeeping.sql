-- What the daily sweep may delete.

set local role atelier_system;

-- Of these object keys, those that nothing will ever read: no blob has its bytes there, nor those whose preview it is
-- (storage/preview-key.ts), and the job that staged them has ended so long ago that no reset can bring it back (Temporal
-- keeps a closed workflow for 7 days).
create function unneeded_keys(p_keys text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select key from unnest(p_keys) as given (key)
    where not exists (select from blobs where blobs.key = regexp_replace(given.key, '\.preview$', ''))
      and not exists (select from jobs
        where id = substring(given.key from '^org/[^/]+/staging/([0-9a-f-]{36})/')::uuid
          and (not has_ended(status) or completed_at > now() - interval '8 days'))
$$;

-- The database and the object store know each other: {id, store_id}. A store that nobody has claimed is claimed with
-- `p_store`, its new id, when this database has none yet and is not without files while the store has some.
create function meet_store(p_store uuid, p_store_is_empty boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update installation set store_id = p_store
    where store_id is null and p_store is not null and (p_store_is_empty or exists (select from blobs));
  return (select jsonb_build_object('id', id, 'store_id', store_id) from installation);
end $$;

grant execute on function
  unneeded_keys,
  meet_store
to atelier_app;
