import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Database } from '../../../db/client.ts';
import { DatabaseError } from '../../../db/errors.ts';
import { uuidv7 } from '../../../db/uuidv7.ts';
import type { Intake, ReceivedImage } from '../../../media/intake/intake.ts';
import type { ObjectStore } from '../../../storage/object-store.ts';
import type { Principal } from '../../auth/principal.ts';
import { createAssetFunctions, type StoredFile } from '../sql-functions.ts';

/**
 * Takes a picture in: examined and re-encoded first, stored next, written down last, so that a refused
 * file leaves nothing behind. Answers the new asset's UUID. Throws ImageError, or a
 * DatabaseError, `quota_exceeded`.
 */
export function uploadAssetCommand(deps: {
  database: Database;
  store: ObjectStore;
  intake: Intake;
}): (principal: Principal, file: Readable, signal: AbortSignal) => Promise<string> {
  const { store } = deps;
  const sql = createAssetFunctions(deps.database);

  async function put(
    organizationId: string,
    file: { path: string; sha256: string; bytes: number; mimeType: string },
  ): Promise<StoredFile> {
    const { path, sha256, bytes, mimeType } = file;
    // A key of its own for each put, so that deleting another upload's copy can never take this one.
    const key = `org/${organizationId}/blobs/${sha256}/${uuidv7()}`;
    await store.put(key, createReadStream(path), { contentType: mimeType, sha256 });
    return { sha256, bytes, mime_type: mimeType, key };
  }

  const remove = (keys: readonly string[]) => Promise.all(keys.map((key) => store.delete(key)));

  async function keep(principal: Principal, image: ReceivedImage): Promise<string> {
    const { organizationId, userId } = principal;
    const { original, canonical, thumbnail } = image;
    const asset = {
      id: uuidv7(),
      created_by: userId,
      width: canonical.width,
      height: canonical.height,
      original: await put(organizationId, original),
      canonical: await put(organizationId, canonical),
      thumbnail: await put(organizationId, { ...thumbnail, mimeType: 'image/webp' }),
    };
    const keys = [asset.original.key, asset.canonical.key, asset.thumbnail.key];
    const redundant = await sql.createAsset(organizationId, asset).catch(async (error: unknown) => {
      // Only where the database has said no: one that fell silent may have written the picture down.
      if (error instanceof DatabaseError && error.kind !== 'unavailable') await remove(keys);
      throw error;
    });
    await remove(redundant);
    return asset.id;
  }

  return async (principal, file, signal) => {
    const image = await deps.intake.receive(file, { signal, share: principal.organizationId });
    try {
      return await keep(principal, image);
    } finally {
      await image.dispose();
    }
  };
}
