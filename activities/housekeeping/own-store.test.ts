import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../db/testing/test-database.ts';
import { createLocalDiskStore } from '../../storage/local-disk.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { claimStore, ownerKey } from './own-store.ts';

let db: TestDatabase;
let folder: string;
let store: ObjectStore;

beforeEach(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'atelier-own-store-'));
  store = createLocalDiskStore({ folder });
});
afterEach(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const claim = () => claimStore(db.database, store);
const belongElsewhere = { type: 'store_mismatch', nonRetryable: true };

/** A picture's bytes, as the database knows them; in the store as well, or not. */
async function blob(isStored: boolean): Promise<void> {
  const organization = await db.organization();
  const key = `org/${organization}/blobs/x`;
  await db.system.query(
    `insert into blobs (organization_id, sha256, bytes, mime_type, key, refs) values ($1, 'f00d', 1, 'image/png', $2, 1)`,
    [organization, key],
  );
  if (isStored) await put(key);
}

const put = (key: string) => store.put(key, Buffer.from('x'), { contentType: 'image/png' });

test('a new database and an empty store are introduced to each other, once', async () => {
  await claim();
  await claim();
  expect(await store.head(ownerKey)).not.toBeNull();
});

test('a claim that ended before the store was signed is made up for', async () => {
  await claim();
  await store.delete(ownerKey);
  await claim();
  await blob(true);
  await store.delete(ownerKey);
  await claim();
  expect(await store.head(ownerKey)).not.toBeNull();
});

test('workers that come at once sign alike', async () => {
  await Promise.all(Array.from({ length: 8 }, claim));
  await claim();
});

test('a database of an earlier release takes the store that holds its files', async () => {
  await blob(true);
  await claim();
  await claim();
});

test.each([
  ['with files of somebody else', true],
  ['without a file, as a disk that is not mounted', false],
])('a database with files takes no store %s', async (_, hasFiles) => {
  await blob(false);
  if (hasFiles) await put('org/somebody/blobs/y');
  await expect(claim()).rejects.toMatchObject(belongElsewhere);
  expect(await store.head(ownerKey)).toBeNull();
});

test('a database without files takes no store with files', async () => {
  await put('org/somebody/blobs/y');
  await expect(claim()).rejects.toMatchObject(belongElsewhere);
});

test('a store that another database has signed is not taken', async () => {
  await claim();
  const other = await createTestDatabase();
  await expect(claimStore(other.database, store)).rejects.toMatchObject(belongElsewhere);
  await other.close();
});
