import { createHash } from 'node:crypto';
import { uuidv7 } from '../../db/uuidv7.ts';
import { publicId } from '../../domain/ids.ts';
import type { ObjectStore } from '../../storage/object-store.ts';

/** Stores a picture as an upload would; answers its public id. */
export async function storePicture(
  at: {
    store: ObjectStore;
    organizationId: string;
    inTenant: (sql: string, values: readonly unknown[]) => Promise<unknown>;
  },
  bytes: Buffer,
  size: { width: number; height: number },
): Promise<string> {
  const id = uuidv7();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `org/${at.organizationId}/uploads/${id}`;
  await at.store.put(key, bytes, { contentType: 'image/png' });
  const blob = { sha256, bytes: bytes.length, mime_type: 'image/png', key };
  const asset = { id, ...size, original: blob, canonical: blob, thumbnail: blob };
  await at.inTenant('select create_asset($1)', [JSON.stringify(asset)]);
  return publicId('ast', id);
}
