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

-- Where some of all the bytes are that this database knows of: of its first organizations, and of its last.
create function some_blob_keys() returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  (select key from blobs where refs > 0 order by key limit 10)
  union (select key from blobs where refs > 0 order by key desc limit 10)
$$;

-- Who this database and its object store are: {database, store}. A database without a store takes the one it is offered.
create function meet_store(p_store uuid) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update installation set store_id = p_store where store_id is null and p_store is not null;
  return (select jsonb_build_object('database', id, 'store', store_id) from installation);
end $$;

grant execute on function
  unneeded_keys,
  some_blob_keys,
  meet_store
to atelier_app;
