-- What the daily sweep may delete.

set local role atelier_system;

-- Of these object keys, those that nothing will ever read: no blob has its bytes there, and the job that staged them
-- has ended so long ago that no reset can bring it back (Temporal keeps a closed workflow for 7 days).
create function unneeded_keys(p_keys text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select key from unnest(p_keys) as given (key)
    where not exists (select from blobs where blobs.key = given.key)
      and not exists (select from jobs
        where id = substring(given.key from '^org/[^/]+/staging/([0-9a-f-]{36})/')::uuid
          and (not has_ended(status) or completed_at > now() - interval '8 days'))
$$;

grant execute on function unneeded_keys to atelier_app;
