import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createLocalDiskStore } from '../local-disk.ts';

export const bytes = randomBytes(300_000);
export const sha256 = createHash('sha256').update(bytes).digest('hex');
export const key = `org/0199aaaa-0000-7000-8000-000000000000/blobs/${sha256}`;
export const png = { contentType: 'image/png' };

export type TestStore = Awaited<ReturnType<typeof createTestStore>>;

/** An empty store in a folder below `home`, which goes when it is closed. */
export async function createTestStore() {
  const home = await mkdtemp(join(tmpdir(), 'store-'));
  const folder = join(home, 'objects-of-atelier');
  const store = createLocalDiskStore({ folder });

  /** What is stored under `key`. */
  async function read(range?: { start: number; end: number }) {
    const object = await store.get(key, range);
    if (!object) throw new Error('nothing is there');
    return { ...object, body: await buffer(object.body) };
  }

  return { home, folder, store, read, close: () => rm(home, { recursive: true }) };
}
