-- Pictures: uploads and results, each pointing at its files.

set local role atelier_system;

-- Writes one picture down: {id, created_by, name, job_id, parent_id, made, width, height, original, canonical,
-- thumbnail}, the last three blobs (`original` null for a result), which the caller holds.
create function insert_asset(p jsonb) returns void language plpgsql as $$
begin
  insert into assets (id, organization_id, created_by, original_sha256, sha256, thumbnail_sha256, mime_type, width,
      height, bytes, job_id, parent_id, made, name)
    values ((p ->> 'id')::uuid, tenant(), (p ->> 'created_by')::uuid, p #>> '{original,sha256}',
      p #>> '{canonical,sha256}', p #>> '{thumbnail,sha256}', p #>> '{canonical,mime_type}', (p ->> 'width')::integer,
      (p ->> 'height')::integer, (p #>> '{canonical,bytes}')::bigint, (p ->> 'job_id')::uuid,
      (p ->> 'parent_id')::uuid, nullif(p -> 'made', 'null'), p ->> 'name');
end $$;

-- Stores one upload, as workers and API of release 0.1.0 ask for it too. Answers the keys of objects that nothing will
-- ever point at. Raises AT429 when the organization's
-- files weigh more than they may.
create function create_asset(p jsonb) returns text[]
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform refuse_full_storage(tenant());
  perform insert_asset(p - 'job_id' - 'parent_id');
  return hold_blobs(tenant(), (
    select jsonb_agg(blob) from jsonb_array_elements(jsonb_build_array(p -> 'original', p -> 'canonical',
      p -> 'thumbnail')) blob where jsonb_typeof(blob) = 'object'));
end $$;

-- Stores one upload, once for its key {…, idempotency: {route, key, request_hash} | null}. Answers {known, redundant}:
-- what the key says when it was used before (claim_key), and then nothing is written and all files are redundant.
-- A replay comes before the quota. Raises AT429.
create function store_asset(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known jsonb := claim_key(p -> 'idempotency', 'asset', (p ->> 'id')::uuid);
  redundant text[];
begin
  if known is not null then
    return jsonb_build_object('known', known, 'redundant',
      jsonb_build_array(p #> '{original,key}', p #> '{canonical,key}', p #> '{thumbnail,key}'));
  end if;
  redundant := create_asset(p);
  -- In one transaction with the picture: whoever sends the key meanwhile has waited for both.
  perform move_key(p -> 'idempotency', (p ->> 'id')::uuid);
  return jsonb_build_object('known', null, 'redundant', redundant);
end $$;

-- Deletes one picture; answers the keys of the files that nothing points at any more. The job that made it shows it no
-- longer, and no repeated job is answered with it. Raises AT407 when there is none here, AT423 while a job needs it.
create function delete_asset(p_asset uuid) returns text[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asset assets;
begin
  select * into asset from assets where id = p_asset and organization_id = tenant();
  -- A new version of the job, so that whoever remembers it asks again.
  update jobs set version = version where id = asset.job_id and organization_id = tenant();
  select * into asset from assets where id = p_asset and organization_id = tenant() and deleted_at is null for update;
  if not found then
    raise exception 'no such asset here' using errcode = 'AT407';
  elsif exists (select from jobs where organization_id = tenant() and input_asset_id = p_asset
      and status in ('queued', 'running', 'canceling')) then
    raise exception 'a job needs this asset' using errcode = 'AT423';
  end if;
  update assets set deleted_at = now() where id = p_asset;
  return release_blobs(tenant(), array_remove(array[asset.original_sha256, asset.sha256, asset.thumbnail_sha256], null));
end $$;

grant execute on function
  create_asset,
  store_asset,
  delete_asset
to atelier_app;
