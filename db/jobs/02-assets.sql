-- Files: bytes once per organization, counted by reference, and the pictures that point at them.

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

-- Writes one picture down: {id, created_by, job_id, parent_id, made, width, height, original, canonical, thumbnail},
-- the last three blobs (`original` null for a result), which the caller holds.
create function insert_asset(p jsonb) returns void language plpgsql as $$
begin
  insert into assets (id, organization_id, created_by, original_sha256, sha256, thumbnail_sha256, mime_type, width,
      height, bytes, job_id, parent_id, made)
    values ((p ->> 'id')::uuid, tenant(), (p ->> 'created_by')::uuid, p #>> '{original,sha256}',
      p #>> '{canonical,sha256}', p #>> '{thumbnail,sha256}', p #>> '{canonical,mime_type}', (p ->> 'width')::integer,
      (p ->> 'height')::integer, (p #>> '{canonical,bytes}')::bigint, (p ->> 'job_id')::uuid,
      (p ->> 'parent_id')::uuid, nullif(p -> 'made', 'null'));
end $$;

-- Stores one picture. Answers the keys of objects that nothing will ever point at.
create function create_asset(p jsonb) returns text[]
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform insert_asset(p);
  return hold_blobs(tenant(), (
    select jsonb_agg(blob) from jsonb_array_elements(jsonb_build_array(p -> 'original', p -> 'canonical',
      p -> 'thumbnail')) blob where jsonb_typeof(blob) = 'object'));
end $$;

-- The succeeded job whose stored result answers this one, if all its pictures are still there.
create function cached_result(p_organization uuid, p_cache_key text) returns uuid language sql stable as $$
  select id from jobs
    where organization_id = p_organization and cache_key = p_cache_key and status = 'succeeded' and not cached
      and not exists (select from job_outputs join assets on assets.id = asset_id
        where job_outputs.job_id = jobs.id and deleted_at is not null)
    order by completed_at desc limit 1
$$;

-- Gives the job the pictures of another: new assets on the same blobs.
create function copy_result(job jobs, p_from uuid) returns void language plpgsql as $$
declare
  source record;
  copy uuid;
begin
  for source in
    select job_outputs.position, job_outputs.role, assets.* from job_outputs join assets on assets.id = asset_id
      where job_outputs.job_id = p_from order by job_outputs.position
  loop
    copy := uuidv7();
    insert into assets (id, organization_id, created_by, sha256, thumbnail_sha256, mime_type, width, height, bytes,
        job_id, parent_id, made)
      values (copy, job.organization_id, job.created_by, source.sha256, source.thumbnail_sha256, source.mime_type,
        source.width, source.height, source.bytes, job.id, job.input_asset_id, source.made);
    insert into job_outputs (job_id, organization_id, position, role, asset_id)
      values (job.id, job.organization_id, source.position, source.role, copy);
  end loop;
  perform hold_blobs(job.organization_id, (
    select jsonb_agg(to_jsonb(blobs)) from job_outputs join assets on assets.id = asset_id
      cross join unnest(array[assets.sha256, assets.thumbnail_sha256]) as file (sha256)
      join blobs on blobs.organization_id = assets.organization_id and blobs.sha256 = file.sha256
    where job_outputs.job_id = p_from));
  update jobs set cached = true, data = origin.data, provider = origin.provider, engine = origin.engine
    from jobs origin where jobs.id = job.id and origin.id = p_from;
end $$;

grant execute on function
  create_asset
to atelier_app;
