import type { Database, Sql } from '../../db/client.ts';
import type { AssetVariant } from '../../storage/signed-url.ts';
import type { Urls } from '../http/urls.ts';
import { renderAsset, type AssetRow } from './render-asset.ts';
import type { AssetResource } from './resource.ts';

/** Bytes in the object store. */
export interface StoredFile {
  readonly key: string;
  readonly mime_type: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface AssetQueries {
  /** Null when this organization has no such asset. Ids are UUIDs. */
  get(organizationId: string, assetId: string): Promise<AssetResource | null>;
  /** The file of an asset of this organization; null for `organizationId`: whoever holds a signed address. */
  file(
    organizationId: string | null,
    assetId: string,
    variant: AssetVariant,
  ): Promise<StoredFile | null>;
}

const one = `select id, mime_type, width, height, bytes, sha256, job_id, made, created_at
  from assets where id = $1 and deleted_at is null`;
const ownFile = `select blobs.key, blobs.mime_type, blobs.bytes, blobs.sha256
  from assets join blobs on blobs.organization_id = assets.organization_id
    and blobs.sha256 = case $2 when 'thumbnail' then thumbnail_sha256 else assets.sha256 end
  where assets.id = $1 and deleted_at is null`;

export function createAssetQueries(deps: { database: Database; urls: Urls }): AssetQueries {
  const { database, urls } = deps;
  return {
    async get(organizationId, assetId) {
      const [row] = await database.withOrganization(organizationId, (tx) =>
        tx.query<AssetRow>(one, [assetId], 'asset_by_id'),
      );
      return row ? renderAsset(row, urls) : null;
    },
    async file(organizationId, assetId, variant) {
      const read = (sql: Sql, text: string, name: string) =>
        sql.query<StoredFile>(text, [assetId, variant], name);
      const [file] =
        organizationId === null
          ? await read(database, 'select * from signed_file($1, $2)', 'signed_file')
          : await database.withOrganization(organizationId, (tx) => read(tx, ownFile, 'own_file'));
      return file ?? null;
    },
  };
}
