-- What is asked of one picture, by its id.

set local role atelier_system;

-- What accept needs to know of the picture that a job works on; null when there is none here.
create function source_of(p_asset uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('mimeType', mime_type, 'width', width, 'height', height,
      'hash', coalesce(original_sha256, sha256))
    from assets where id = p_asset and organization_id = tenant() and deleted_at is null
$$;

-- What a signed URL opens, and how long the picture's longest side is: it names an asset and carries no organization, so this looks across all of them.
create function signed_file(p_asset uuid, p_variant text)
returns table (key text, mime_type text, bytes bigint, sha256 text, longest_side integer, name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select blobs.key, blobs.mime_type, blobs.bytes, blobs.sha256, greatest(width, height), assets.name
    from assets
    join blobs on blobs.organization_id = assets.organization_id
      and blobs.sha256 = case p_variant when 'thumbnail' then assets.thumbnail_sha256 else assets.sha256 end
    where assets.id = p_asset and assets.deleted_at is null
$$;

grant execute on function
  source_of,
  signed_file
to atelier_app;
