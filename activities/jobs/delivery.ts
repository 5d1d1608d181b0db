import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '../../storage/object-store.ts';
import { final } from '../failures.ts';
import type { ProducedFile, Production } from '../providers/provider.ts';

interface StoredFile {
  sha256: string;
  bytes: number;
  mime_type: string;
  key: string;
}

/** What an attempt left in the object store, as `settle_job` reads it (db/jobs/09-settle.sql). */
export interface StoredDelivery {
  engine: string;
  engine_version: string;
  data: Record<string, unknown>;
  images: {
    role: string;
    width: number;
    height: number;
    canonical: StoredFile;
    thumbnail: StoredFile;
  }[];
}

/** A stored picture as a file to read: where it lies, or a copy in a new `folder` when the store has no files here. */
export async function sourceFile(store: ObjectStore, key: string, folder: string): Promise<string> {
  const here = await store.localPath?.(key);
  if (here) return here;
  const object = await store.get(key);
  if (!object) throw final('engine_failed', 'The source picture is gone');
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'source');
  await pipeline(object.body, createWriteStream(path));
  return path;
}

/** Puts every file of a production below `prefix`, each under a key that was never used before. */
export async function storeProduction(
  store: ObjectStore,
  production: Production,
  prefix: string,
): Promise<StoredDelivery> {
  const put = async (file: ProducedFile, name: string): Promise<StoredFile> => {
    const key = `${prefix}/${name}-${randomUUID()}`;
    await store.put(key, createReadStream(file.path), { contentType: file.mimeType });
    return { sha256: file.sha256, bytes: file.bytes, mime_type: file.mimeType, key };
  };
  const images = [];
  for (const { role, width, height, canonical, thumbnail } of production.images) {
    images.push({
      role,
      width,
      height,
      canonical: await put(canonical, role),
      thumbnail: await put(thumbnail, `${role}-thumbnail`),
    });
  }
  const { engine, engineVersion, data } = production;
  return { engine, engine_version: engineVersion, data, images };
}

/** Whether every byte of a delivery is still where it was put. */
export async function isStored(store: ObjectStore, delivery: StoredDelivery): Promise<boolean> {
  for (const { canonical, thumbnail } of delivery.images) {
    if (!(await store.head(canonical.key)) || !(await store.head(thumbnail.key))) return false;
  }
  return true;
}
