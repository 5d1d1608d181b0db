import { randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import type { ApplicationFailure } from '@temporalio/activity';
import type { Database } from '../../db/client.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { final } from '../failures.ts';

/** Where a store says whose it is. */
export const ownerKey = 'installation.json';

/** The ids of a database and of the store that belongs to it; UUIDs. */
interface Owner {
  readonly database: string;
  readonly store: string;
}

/**
 * Makes sure that this database and this store belong together, as both of them say. A store that names no owner is
 * signed when it holds what this database knows, or when neither of them holds anything yet; a signature that an earlier
 * claim did not come to is made up for.
 * @throws `store_mismatch` when one of them belongs elsewhere
 */
export async function claimStore(database: Database, store: ObjectStore): Promise<void> {
  const owner = await ownerOf(store);
  if (!owner && !(await isOurs(database, store))) throw mismatch();
  const [row] = await database.query<{ met: Owner }>('select meet_store($1) as met', [
    owner ? null : randomUUID(),
  ]);
  if (!row) throw mismatch();
  if (!owner) await sign(store, row.met);
  else if (owner.database !== row.met.database || owner.store !== row.met.store) throw mismatch();
}

function mismatch(): ApplicationFailure {
  return final('store_mismatch', 'The object store and the database do not belong together');
}

async function ownerOf(store: ObjectStore): Promise<Owner | null> {
  const object = await store.get(ownerKey);
  return object && ((await json(object.body)) as Owner);
}

async function sign(store: ObjectStore, owner: Owner): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(owner));
  await store.put(ownerKey, bytes, { contentType: 'application/json' });
}

/** An empty store is nobody's, unless it should not be empty: a disk that is not mounted looks like that. */
async function isOurs(database: Database, store: ObjectStore): Promise<boolean> {
  const known = await database.query<{ key: string }>('select some_blob_keys() as key');
  if (known.length === 0) return await isEmpty(store);
  for (const { key } of known) if (await store.head(key)) return true;
  return false;
}

/** Another worker may be signing it just now. */
async function isEmpty(store: ObjectStore): Promise<boolean> {
  for await (const key of store.keysBefore(new Date(8.64e15))) return key === ownerKey;
  return true;
}
