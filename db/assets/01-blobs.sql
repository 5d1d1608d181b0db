-- Files: bytes once per organization, counted by reference, and together against its quota. The last rows that anybody
-- locks.

set local role atelier_system;

-- What an organization's files weigh, and how much they may.
create function storage_of(p_organization uuid) returns storage_use language sql stable as $$
  select * from storage_use where organization_id = p_organization
$$;

-- Raises AT429 when an organization's files weigh more than they may {limit, used}.
create function refuse_full_storage(p_organization uuid) returns void language plpgsql as $$
declare
  storage storage_use := storage_of(p_organization);
begin
  if storage.bytes >= storage.quota_bytes then
    raise exception 'the storage of this organization is full' using errcode = 'AT429',
      detail = json_build_object('limit', storage.quota_bytes, 'used', storage.bytes);
  end if;
end $$;

create function weigh_storage(p_organization uuid, p_bytes bigint) returns void language sql as $$
  insert into storage_use (organization_id, bytes) values (p_organization, p_bytes)
  on conflict (organization_id) do update set bytes = storage_use.bytes + p_bytes
$$;

-- Adds one reference to each blob {sha256, bytes, mime_type, key}; answers the keys that were put in vain because the
-- organization had the same bytes already. Sorted, and once a transaction with all of its blobs, so that two jobs with
-- the same outputs never deadlock. Raises AT403 for a key that lies in another organization's folder.
create function hold_blobs(p_organization uuid, p_blobs jsonb) returns text[] language plpgsql as $$
declare
  blob jsonb;
  stored record;
  added bigint := 0;
  redundant text[] := '{}';
begin
  for blob in select value from jsonb_array_elements(p_blobs) order by value ->> 'sha256' loop
    if not starts_with(blob ->> 'key', format('org/%s/', p_organization)) then
      raise exception 'this key belongs to another organization' using errcode = 'AT403';
    end if;
    insert into blobs (organization_id, sha256, bytes, mime_type, key, refs)
      values (p_organization, blob ->> 'sha256', (blob ->> 'bytes')::bigint, blob ->> 'mime_type', blob ->> 'key', 1)
      on conflict (organization_id, sha256) do update set refs = blobs.refs + 1
      returning key, bytes, refs into stored;
    added := added + case when stored.refs = 1 then stored.bytes else 0 end;
    if stored.key <> blob ->> 'key' then
      redundant := redundant || (blob ->> 'key');
    end if;
  end loop;
  if added > 0 then
    perform weigh_storage(p_organization, added);
  end if;
  return redundant;
end $$;

-- Takes one reference from each; a file that nothing points at any more is forgotten. Answers the keys of those.
create function release_blobs(p_organization uuid, p_sha256 text[]) returns text[] language plpgsql as $$
declare
  name text;
  gone blobs;
  freed bigint := 0;
  keys text[] := '{}';
begin
  for name in select unnest(p_sha256) order by 1 loop
    update blobs set refs = refs - 1 where organization_id = p_organization and sha256 = name;
    delete from blobs where organization_id = p_organization and sha256 = name and refs = 0 returning * into gone;
    if found then
      freed := freed + gone.bytes;
      keys := keys || gone.key;
    end if;
  end loop;
  if freed > 0 then
    perform weigh_storage(p_organization, -freed);
  end if;
  return keys;
end $$;
