import type { Database } from '../../db/client.ts';
import type { AssetVariant } from '../../storage/signed-url.ts';
import type { Urls } from '../http/urls.ts';
import { renderAsset, type AssetRow } from './render-asset.ts';
import type { AssetResource } from './resource.ts';
import { createAssetFunctions, type AssetFile } from './sql-functions.ts';

export interface AssetQueries {
  /** Null when this organization has no such asset. Ids are UUIDs. */
  get(organizationId: string, assetId: string): Promise<AssetResource | null>;
  /** The file of an asset of this organization; null for `organizationId`: whoever holds a signed address. */
  file(
    organizationId: string | null,
    assetId: string,
    variant: AssetVariant,
  ): Promise<AssetFile | null>;
}

const one = `select id, name, mime_type, width, height, bytes, sha256, job_id, made, created_at
  from assets where id = $1 and deleted_at is null`;
const ownFile = `select blobs.key, blobs.mime_type, blobs.bytes, blobs.sha256,
    greatest(width, height) as longest_side, assets.name
  from assets join blobs on blobs.organization_id = assets.organization_id
    and blobs.sha256 = case $2 when 'thumbnail' then thumbnail_sha256 else assets.sha256 end
  where assets.id = $1 and deleted_at is null`;

export function createAssetQueries(deps: { database: Database; urls: Urls }): AssetQueries {
  const { database, urls } = deps;
  const sql = createAssetFunctions(database);
  return {
    async get(organizationId, assetId) {
      const [row] = await database.withOrganization(organizationId, (tx) =>
        tx.query<AssetRow>(one, [assetId], 'asset_by_id'),
      );
      return row ? renderAsset(row, urls) : null;
    },
    async file(organizationId, assetId, variant) {
      if (organizationId === null) return sql.signedFile(assetId, variant);
      const [file] = await database.withOrganization(organizationId, (tx) =>
        tx.query<AssetFile>(ownFile, [assetId, variant], 'own_file'),
      );
      return file ?? null;
    },
  };
}
