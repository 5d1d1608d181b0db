import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ApplicationFailure } from '@temporalio/activity';
import type { ObjectStore } from '../../storage/object-store.ts';
import { final, passing } from '../failures.ts';
import { ownerKey } from '../housekeeping/own-store.ts';
import type { OwnJob } from './own-job.ts';
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
  if (!object) throw await goneOrAway(store);
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'source');
  await pipeline(object.body, createWriteStream(path));
  return path;
}

/**
 * Bytes that are missing from a store that works are lost; from one that does not, they may come back with it. The folder on
 * which a store was mounted works too, but does not say whose store it is.
 */
async function goneOrAway(store: ObjectStore): Promise<ApplicationFailure> {
  return (await store.head(ownerKey)) && (await store.healthy())
    ? final('bytes_lost', 'What was stored is gone')
    : passing('unavailable', 'The object store does not answer');
}

/** Where an attempt leaves what it made, before anybody else knows of it. */
export function stagingOf({ organizationKey, jobKey }: OwnJob, attemptId: string): string {
  return `org/${organizationKey}/staging/${jobKey}/${attemptId}`;
}

const summaryOf = (prefix: string) => `${prefix}/delivery.json`;

/** What an attempt had stored whole, although its worker could not say so any more; null when it had not. */
export async function stagedDelivery(
  store: ObjectStore,
  prefix: string,
): Promise<StoredDelivery | null> {
  const summary = await store.get(summaryOf(prefix));
  return summary && ((await json(summary.body)) as StoredDelivery);
}

/**
 * Puts every file of a production below `prefix`, each under a key that was never used before, and last of all what they
 * are: whoever finds that, finds everything. Data alone is computed again as fast as it is read, and leaves nothing.
 */
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
  const delivery = { engine, engine_version: engineVersion, data, images };
  if (images.length > 0) {
    const summary = Buffer.from(JSON.stringify(delivery));
    await store.put(summaryOf(prefix), summary, { contentType: 'application/json' });
  }
  return delivery;
}

/** Once a delivery is booked nobody looks for it here any more. A summary that stays goes with a later sweep. */
export async function forgetSummary(store: ObjectStore, prefix: string): Promise<void> {
  await store.delete(summaryOf(prefix)).catch(() => undefined);
}

/**
 * Whether every byte of a delivery is still where it was put.
 * @throws a failure that passes, while the store is away
 */
export async function isStored(store: ObjectStore, delivery: StoredDelivery): Promise<boolean> {
  for (const { canonical, thumbnail } of delivery.images) {
    if ((await store.head(canonical.key)) && (await store.head(thumbnail.key))) continue;
    const failure = await goneOrAway(store);
    if (failure.nonRetryable) return false;
    throw failure;
  }
  return true;
}
