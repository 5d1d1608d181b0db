import { randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import type { Database } from '../../db/client.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { final } from '../failures.ts';

/** Where a store says whose it is. */
export const ownerKey = 'installation.json';

interface Owner {
  readonly database: string;
  readonly store: string;
}

/** The database's own id and that of the store that belongs to it; UUIDs. */
interface Installation {
  readonly id: string;
  readonly store_id: string | null;
}

/**
 * Makes sure that this database and this store belong together, as both of them say; two that have never met any other
 * are introduced to each other. Throws `store_mismatch` when one of them belongs elsewhere.
 */
export async function claimStore(database: Database, store: ObjectStore): Promise<void> {
  const owner = await ownerOf(store);
  const offered = owner ? null : randomUUID();
  const [row] = await database.query<{ installation: Installation }>(
    'select meet_store($1, $2) as installation',
    [offered, !owner && (await isEmpty(store))],
  );
  const { id, store_id: storeId } = row?.installation ?? { id: '', store_id: null };
  if (owner ? owner.database === id && owner.store === storeId : storeId === offered) {
    if (!owner) await sign(store, { database: id, store: offered ?? '' });
    return;
  }
  throw final('store_mismatch', 'The object store and the database do not belong together');
}

async function ownerOf(store: ObjectStore): Promise<Owner | null> {
  const object = await store.get(ownerKey);
  return object && ((await json(object.body)) as Owner);
}

async function sign(store: ObjectStore, owner: Owner): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(owner));
  await store.put(ownerKey, bytes, { contentType: 'application/json' });
}

async function isEmpty(store: ObjectStore): Promise<boolean> {
  for await (const key of store.keysBefore(new Date(8.64e15))) return key === ownerKey;
  return true;
}
