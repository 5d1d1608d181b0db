import type { Database } from '../../db/client.ts';
import type { IdempotencyKey, KnownRequest } from '../http/idempotency.ts';
import type { AssetVariant } from '../../storage/signed-url.ts';

/** Bytes in the object store. */
export interface StoredFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly mime_type: string;
  readonly key: string;
}

/** A stored file of a picture. */
export interface AssetFile extends StoredFile {
  /** Of the picture itself, in pixels. */
  readonly longest_side: number;
  readonly name: string | null;
}

/** What `store_asset` writes down of an upload. */
interface NewAsset {
  readonly id: string;
  readonly created_by: string | null;
  readonly name: string | null;
  readonly width: number;
  readonly height: number;
  readonly original: StoredFile;
  readonly canonical: StoredFile;
  readonly thumbnail: StoredFile;
  /** The caller's key, and what it stands for. */
  readonly idempotency: IdempotencyKey | null;
}

interface StoredAsset {
  /** Set when the key was used before: nothing was written then. */
  readonly known: KnownRequest | null;
  /** Keys of objects that were stored in vain: the organization has the same bytes already. */
  readonly redundant: readonly string[];
}

/** The functions in db/assets that store, find and delete pictures, by the same names. Ids are UUIDs. */
export function createAssetFunctions(database: Pick<Database, 'callAs' | 'query'>) {
  return {
    /** Throws a DatabaseError, `quota_exceeded`. */
    storeAsset: (organizationId: string, asset: NewAsset) =>
      database.callAs<StoredAsset>(organizationId, 'store_asset($2)', [JSON.stringify(asset)]),

    /**
     * Answers the keys of objects that nothing points at any more. Throws a DatabaseError, `asset_not_found` or
     * `asset_in_use`.
     */
    deleteAsset: (organizationId: string, assetId: string) =>
      database.callAs<string[]>(organizationId, 'delete_asset($2)', [assetId]),

    /** For whoever holds a signed address: it names an asset and no organization. Null when there is none. */
    async signedFile(assetId: string, variant: AssetVariant): Promise<AssetFile | null> {
      const [file] = await database.query<AssetFile>(
        'select * from signed_file($1, $2)',
        [assetId, variant],
        'signed_file',
      );
      return file ?? null;
    },
  };
}
