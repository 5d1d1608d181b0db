-- The result cache: a job that was done before is answered for nothing.

set local role atelier_system;

-- The succeeded job whose stored result answers one with this plan, if all its pictures are still there. What a later
-- link delivered while the first was in trouble answers nobody: the first would be asked now.
create function cached_result(p_organization uuid, p_cache_key text, p_plan jsonb) returns uuid language sql stable as $$
  select id from jobs
    where organization_id = p_organization and cache_key = p_cache_key and status = 'succeeded' and not cached
      and provider = p_plan #>> '{links,0,provider}' and engine = p_plan #>> '{links,0,model}'
      and not exists (select from job_outputs join assets on assets.id = asset_id
        where job_outputs.job_id = jobs.id and deleted_at is not null)
    order by completed_at desc limit 1
$$;

-- What a result is called when somebody saves it: by the picture that it was made from, and what was done to it.
create function result_name(job jobs, p_role text) returns text language sql stable as $$
  select concat_ws('-', left(name, 150), job.operation, nullif(p_role, 'result')) from assets
    where id = job.input_asset_id and organization_id = job.organization_id and name is not null
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
        job_id, parent_id, made, name)
      values (copy, job.organization_id, job.created_by, source.sha256, source.thumbnail_sha256, source.mime_type,
        source.width, source.height, source.bytes, job.id, job.input_asset_id, source.made,
        result_name(job, source.role));
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
