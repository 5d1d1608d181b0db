-- Files: bytes once per organization, counted by reference. The last rows that anybody locks.

set local role atelier_system;

-- Adds one reference to each blob {sha256, bytes, mime_type, key}; answers the keys that were put in vain because the
-- organization had the same bytes already. Sorted, and once a transaction with all of its blobs, so that two jobs with
-- the same outputs never deadlock.
create function hold_blobs(p_organization uuid, p_blobs jsonb) returns text[] language plpgsql as $$
declare
  blob jsonb;
  stored text;
  redundant text[] := '{}';
begin
  for blob in select value from jsonb_array_elements(p_blobs) order by value ->> 'sha256' loop
    insert into blobs (organization_id, sha256, bytes, mime_type, key, refs)
      values (p_organization, blob ->> 'sha256', (blob ->> 'bytes')::bigint, blob ->> 'mime_type', blob ->> 'key', 1)
      on conflict (organization_id, sha256) do update set refs = blobs.refs + 1
      returning key into stored;
    if stored <> blob ->> 'key' then
      redundant := redundant || (blob ->> 'key');
    end if;
  end loop;
  return redundant;
end $$;
