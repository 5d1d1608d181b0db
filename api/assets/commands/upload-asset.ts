import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Database } from '../../../db/client.ts';
import { DatabaseError } from '../../../db/errors.ts';
import { uuidv7 } from '../../../db/uuidv7.ts';
import type { Intake, ReceivedImage } from '../../../media/intake/intake.ts';
import type { ObjectStore } from '../../../storage/object-store.ts';
import type { Principal } from '../../auth/principal.ts';
import { findRequest, idOfRequest, type IdempotencyKey } from '../../http/idempotency.ts';
import { createAssetFunctions, type StoredFile } from '../sql-functions.ts';

const route = 'POST /v1/assets';

export interface UploadRequest {
  readonly principal: Principal;
  readonly file: Readable;
  /** What the upload called its file. */
  readonly name: string | null;
  readonly signal: AbortSignal;
  readonly idempotencyKey: string | null;
}

export interface UploadedAsset {
  /** UUID of the asset. */
  readonly assetId: string;
  /** True when an earlier request with the same key and file had made it. */
  readonly replayed: boolean;
}

/**
 * Takes a picture in, unless its key says that this was done: examined and re-encoded first, stored next, written down last, so that a refused
 * file leaves nothing behind. Throws ImageError, ProblemError (`idempotency_key_reused`), or a DatabaseError,
 * `quota_exceeded`.
 */
export function uploadAssetCommand(deps: {
  database: Database;
  store: ObjectStore;
  intake: Intake;
}): (request: UploadRequest) => Promise<UploadedAsset> {
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

  async function keep(
    { principal: { organizationId, userId }, name }: UploadRequest,
    { original, canonical, thumbnail }: ReceivedImage,
    idempotency: IdempotencyKey | null,
  ): Promise<UploadedAsset> {
    const asset = {
      id: uuidv7(),
      created_by: userId,
      name,
      width: canonical.width,
      height: canonical.height,
      original: await put(organizationId, original),
      canonical: await put(organizationId, canonical),
      thumbnail: await put(organizationId, { ...thumbnail, mimeType: 'image/webp' }),
      idempotency,
    };
    const keys = [asset.original.key, asset.canonical.key, asset.thumbnail.key];
    const stored = await sql.storeAsset(organizationId, asset).catch(async (error: unknown) => {
      // Only where the database has said no: one that fell silent may have written the picture down.
      if (error instanceof DatabaseError && error.kind !== 'unavailable') await remove(keys);
      throw error;
    });
    await remove(stored.redundant);
    if (stored.known) return { assetId: idOfRequest(stored.known), replayed: true };
    return { assetId: asset.id, replayed: false };
  }

  return async (request) => {
    const { signal, principal, idempotencyKey: key } = request;
    const { organizationId } = principal;
    const file = await deps.intake.receive(request.file);
    try {
      // The file is what was asked for; how a client wraps it differs each time.
      const idempotency = key === null ? null : { route, key, request_hash: file.sha256 };
      // Before the decoder, which others wait for: what is known already is not looked at again.
      const known = idempotency && (await findRequest(deps.database, organizationId, idempotency));
      if (known) return { assetId: idOfRequest(known), replayed: true };
      const image = await file.decode({ signal, share: organizationId });
      return await keep(request, image, idempotency);
    } finally {
      await file.dispose();
    }
  };
}
