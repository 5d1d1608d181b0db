import type { Database } from '../../../db/client.ts';
import type { ObjectStore } from '../../../storage/object-store.ts';
import { previewKeyOf } from '../../../storage/preview-key.ts';
import type { Principal } from '../../auth/principal.ts';
import { createAssetFunctions } from '../sql-functions.ts';

/**
 * Deletes a picture, and those of its files that no other picture has. Throws a DatabaseError: `asset_not_found`, or
 * `asset_in_use` while a job works on it.
 */
export function deleteAssetCommand(deps: {
  database: Database;
  store: ObjectStore;
  log: { warn: (fields: object, message: string) => void };
}): (principal: Principal, assetId: string) => Promise<void> {
  const { store, log } = deps;
  const sql = createAssetFunctions(deps.database);
  return async ({ organizationId }, assetId) => {
    const keys = await sql.deleteAsset(organizationId, assetId);
    // The picture is gone whatever happens now: the daily sweep takes what stays behind.
    await Promise.all(
      keys
        .flatMap((key) => [key, previewKeyOf(key)])
        .map((key) =>
          store.delete(key).catch((error: unknown) => {
            log.warn({ key, err: error }, 'a deleted picture’s file stays behind');
          }),
        ),
    );
  };
}
