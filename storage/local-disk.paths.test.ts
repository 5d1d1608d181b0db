import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KeyError } from './object-store.ts';
import { bytes, createTestStore, key, png, type TestStore } from './testing/test-store.ts';

let home: TestStore['home'];
let folder: TestStore['folder'];
let store: TestStore['store'];
let read: TestStore['read'];
let close: TestStore['close'];

beforeEach(async () => {
  ({ home, folder, store, read, close } = await createTestStore());
});

afterEach(() => close());

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
