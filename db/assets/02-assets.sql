-- Pictures: uploads and results, each pointing at its files.

set local role atelier_system;

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

grant execute on function create_asset to atelier_app;
