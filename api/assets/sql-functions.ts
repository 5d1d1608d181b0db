import type { Database } from '../../db/client.ts';

/** Bytes in the object store. */
export interface Blob {
  readonly sha256: string;
  readonly bytes: number;
  readonly mime_type: string;
  readonly key: string;
}

/** What `create_asset` writes down of an upload. */
interface NewAsset {
  readonly id: string;
  readonly created_by: string | null;
  readonly width: number;
  readonly height: number;
  readonly original: Blob;
  readonly canonical: Blob;
  readonly thumbnail: Blob;
}

/** The function in db/jobs that stores a picture, by the same name. One transaction in the organization's name. */
export function createAssetFunctions(database: Pick<Database, 'callAs'>) {
  return {
    /** Answers the keys of objects that were stored in vain: the organization has the same bytes already. */
    createAsset: (organizationId: string, asset: NewAsset) =>
      database.callAs<string[]>(organizationId, 'create_asset($2)', [JSON.stringify(asset)]),
  };
}
