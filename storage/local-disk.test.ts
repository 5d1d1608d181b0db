import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createLocalDiskStore } from './local-disk.ts';
import { IntegrityError, type ObjectStore } from './object-store.ts';
import { bytes, createTestStore, key, png, sha256, type TestStore } from './testing/test-store.ts';

let home: TestStore['home'];
let folder: TestStore['folder'];
let store: TestStore['store'];
let read: TestStore['read'];
let close: TestStore['close'];

beforeEach(async () => {
  ({ home, folder, store, read, close } = await createTestStore());
});

afterEach(() => close());

async function keysBefore(listed: ObjectStore, fromNowMs: number): Promise<string[]> {
  const keys = [];
  for await (const found of listed.keysBefore(new Date(Date.now() + fromNowMs))) keys.push(found);
  return keys;
}

describe('an object', () => {
  test('comes back as it was put, from a stream or from memory', async () => {
    const stored = await store.put(key, Readable.from([bytes.subarray(0, 9), bytes.subarray(9)]), {
      ...png,
      sha256,
    });
    expect(stored).toEqual({ bytes: bytes.length });
    expect(await read()).toEqual({ body: bytes, bytes: bytes.length, contentType: 'image/png' });
    expect(await store.head(key)).toEqual({ bytes: bytes.length, contentType: 'image/png' });
    await store.put(key, Buffer.from('new'), { contentType: 'text/plain' });
    expect(await read()).toEqual({ body: Buffer.from('new'), bytes: 3, contentType: 'text/plain' });
  });

  test('may be empty', async () => {
    await store.put(key, new Uint8Array(), png);
    expect(await read()).toEqual({ body: Buffer.alloc(0), bytes: 0, contentType: 'image/png' });
  });

  test('is read in inclusive ranges, cut at its end', async () => {
    await store.put(key, bytes, png);
    expect((await read({ start: 10, end: 19 })).body).toEqual(bytes.subarray(10, 20));
    const tail = await read({ start: bytes.length - 5, end: 10 ** 9 });
    expect(tail).toMatchObject({ bytes: 5, body: bytes.subarray(-5) });
    await expect(store.get(key, { start: bytes.length, end: 10 ** 9 })).rejects.toThrow(RangeError);
  });

  test('that is not there is null, and deleting it succeeds', async () => {
    expect(await store.get(key)).toBeNull();
    expect(await store.head(key)).toBeNull();
    await store.delete(key);
    await store.put(key, bytes, png);
    await store.delete(key);
    expect(await store.get(key)).toBeNull();
    expect(await store.head('org')).toBeNull();
  });

  test('is listed once it is older than asked for', async () => {
    const other = key.replace('blobs', 'staging');
    await store.put(key, bytes, png);
    await store.put(other, bytes, png);
    const hourAgo = Date.now() / 1000 - 3600;
    await utimes(join(folder, 'objects', key), hourAgo, hourAgo);
    expect(await keysBefore(store, -60_000)).toEqual([key]);
    expect((await keysBefore(store, 60_000)).sort()).toEqual([key, other].sort());
    const empty = createLocalDiskStore({ folder: join(home, 'nothing-yet') });
    expect(await keysBefore(empty, 0)).toEqual([]);
  });

  test('lies on the disk under its own name, readable for nobody else', async () => {
    await store.put(key, bytes, png);
    expect(await readFile(join(folder, 'objects', key))).toEqual(bytes);
  });
});

describe('a write that fails', () => {
  test('for other bytes than promised stores nothing and leaves nothing behind', async () => {
    const lie = store.put(key, Buffer.from('other'), { ...png, sha256 });
    await expect(lie).rejects.toThrow(IntegrityError);
    expect(await store.get(key)).toBeNull();
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  test('in the middle of the stream leaves the former object whole', async () => {
    await store.put(key, bytes, png);
    const broken = new Readable({ read: () => undefined });
    broken.push('half');
    const write = store.put(key, broken, png);
    broken.destroy(new Error('connection lost'));
    await expect(write).rejects.toThrow('connection lost');
    expect((await read()).body).toEqual(bytes);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });
});

test('a write cut off by a crash is cleared away by the next process after a day', async () => {
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  await writeFile(join(incoming, 'old'), 'half');
  await writeFile(join(incoming, 'new'), 'half');
  const yesterday = Date.now() / 1000 - 86_401;
  await utimes(join(incoming, 'old'), yesterday, yesterday);
  await store.put(key, bytes, png);
  expect(await readdir(incoming)).toEqual(['new']);
});

describe('health', () => {
  test('is good where an object could be written, and leaves no trace', async () => {
    expect(await store.healthy()).toBe(true);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  test('is bad where none could', async () => {
    await writeFile(join(home, 'file'), '');
    expect(await createLocalDiskStore({ folder: join(home, 'file') }).healthy()).toBe(false);
  });
});
