import type { Database } from '../../db/client.ts';
import { storageBytesMax } from '../../domain/limits.ts';
import { storageFull } from '../http/problems/problem.ts';
import type { Storage } from './resource.ts';

export interface StorageQueries {
  /** The id is a UUID. */
  use(organizationId: string): Promise<Storage>;
}

/** Before anything is read or made: where it counts, the database refuses once more. Throws `quota_exceeded`. */
export function refuseFullStorage(use: Storage): void {
  if (use.used >= use.limit) throw storageFull(use);
}

/** What organizations' files weigh; counted where files are held and released (db/assets/01-blobs.sql). */
export function createStorageQueries({ database }: { database: Database }): StorageQueries {
  return {
    async use(organizationId) {
      const [use] = await database.withOrganization(organizationId, (tx) =>
        tx.query<Storage>(
          'select bytes as used, quota_bytes as limit from storage_use where organization_id = $1',
          [organizationId],
          'storage_of',
        ),
      );
      return use ?? { used: 0, limit: storageBytesMax };
    },
  };
}
