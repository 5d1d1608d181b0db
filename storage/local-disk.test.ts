import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createLocalDiskStore } from './local-disk.ts';
import { IntegrityError, KeyError, type ObjectStore } from './object-store.ts';

const bytes = randomBytes(300_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const key = `org/0199aaaa-0000-7000-8000-000000000000/blobs/${sha256}`;
const png = { contentType: 'image/png' };

let home: string;
let folder: string;
let store: ObjectStore;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'store-'));
  folder = join(home, 'objects-of-atelier');
  store = createLocalDiskStore({ folder });
});

afterEach(() => rm(home, { recursive: true }));

async function read(range?: { start: number; end: number }) {
  const object = await store.get(key, range);
  if (!object) throw new Error('nothing is there');
  return { ...object, body: await buffer(object.body) };
}

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

describe('a key', () => {
  const hostile = [
    '',
    '/etc/passwd',
    '../secret',
    'org/../../secret',
    'org/..%2f..%2fsecret',
    'org/./x',
    'org//x',
    'org/x/',
    'org/\0x',
    'org\\..\\x',
    'org/.hidden',
    'org/x\n',
    'x'.repeat(513),
  ];

  test.each(hostile)('that leads elsewhere is refused by every method (%j)', async (bad) => {
    await expect(store.put(bad, bytes, png)).rejects.toThrow(KeyError);
    await expect(store.get(bad)).rejects.toThrow(KeyError);
    await expect(store.head(bad)).rejects.toThrow(KeyError);
    await expect(store.delete(bad)).rejects.toThrow(KeyError);
  });
});

describe('a symbolic link', () => {
  test('in the place of an object is not followed', async () => {
    const secret = join(home, 'secret');
    await writeFile(secret, 'not yours');
    const path = join(folder, 'objects', key);
    await mkdir(dirname(path), { recursive: true });
    await symlink(secret, path);
    expect(await store.get(key)).toBeNull();
    expect(await store.head(key)).toBeNull();
    await store.put(key, bytes, png);
    expect(await readFile(secret, 'utf8')).toBe('not yours');
    expect((await read()).body).toEqual(bytes);
  });

  test('in the place of a folder is not followed', async () => {
    const elsewhere = join(home, 'elsewhere');
    await mkdir(join(elsewhere, dirname(key).slice('org/'.length)), { recursive: true });
    await writeFile(join(elsewhere, key.slice('org/'.length)), 'not yours');
    await mkdir(join(folder, 'objects'), { recursive: true });
    await symlink(elsewhere, join(folder, 'objects/org'));
    expect(await store.get(key)).toBeNull();
    await expect(store.put(key, bytes, png)).rejects.toThrow(KeyError);
    await store.delete(key);
    expect(await readFile(join(elsewhere, key.slice('org/'.length)), 'utf8')).toBe('not yours');
  });

  test('to the whole folder is fine: operators move data that way', async () => {
    const volume = join(home, 'volume');
    await mkdir(volume);
    await symlink(volume, folder);
    await store.put(key, bytes, png);
    expect((await read()).body).toEqual(bytes);
  });
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
