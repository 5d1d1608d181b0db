set local role atelier_system;

-- What a signed address opens: it names an asset and carries no organization, so this door looks across all of them.
create function signed_file(p_asset uuid, p_variant text)
returns table (key text, mime_type text, bytes bigint, sha256 text)
language sql stable security definer set search_path = public, pg_temp as $$
  select blobs.key, blobs.mime_type, blobs.bytes, blobs.sha256 from assets
    join blobs on blobs.organization_id = assets.organization_id
      and blobs.sha256 = case p_variant when 'thumbnail' then assets.thumbnail_sha256 else assets.sha256 end
    where assets.id = p_asset and assets.deleted_at is null
$$;

grant execute on function signed_file to atelier_app;
