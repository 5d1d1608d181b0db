import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import {
  isInside,
  makeFolder,
  openFile,
  syncFolder,
  writeSynced,
  type OpenedFile,
  type Written,
} from './guarded-files.ts';
import { assertKey, IntegrityError, KeyError, type ObjectStore } from './object-store.ts';
import { changedAt, removeStale } from './stale-files.ts';

/**
 * Keeps objects as plain files below `folder`, which is made when it is missing: the bytes under
 * `objects/`, their content types under `types/`, so that a file's SHA-256 is still its name.
 * Writes are synced under a temporary name and then renamed. Below `folder`, which may be one itself, symbolic links are
 * never followed. What a crash leaves in `incoming/` goes with the first write that finds it a day old.
 */
export function createLocalDiskStore(options: { folder: string }): ObjectStore {
  const root = resolve(options.folder);
  let swept: Promise<void> | undefined;
  return {
    async put(key, body, { contentType, sha256 }) {
      // A stream that breaks before it is read must fail this write, not the process.
      if (body instanceof Readable) body.on('error', () => undefined);
      await (swept ??= removeStale(incomingOf(root)));
      // The type first: a crash in between leaves a type without bytes, which nobody can see.
      await replace(root, pathOf(root, 'types', key), Buffer.from(contentType));
      const { bytes } = await replace(root, pathOf(root, 'objects', key), body, sha256);
      return { bytes };
    },
    async get(key, range) {
      const path = pathOf(root, 'objects', key);
      const contentType = await contentTypeOf(root, key);
      const file = await openFile(root, path);
      if (!file) return null;
      return { ...(await streamOf(file, range)), contentType };
    },
    async localPath(key) {
      const path = pathOf(root, 'objects', key);
      return (await isInside(root, path)) ? path : null;
    },

    keysBefore: (time) => keysBefore(join(root, 'objects'), time),

    async head(key) {
      const file = await openFile(root, pathOf(root, 'objects', key));
      if (!file) return null;
      await file.handle.close();
      return { bytes: file.bytes, contentType: await contentTypeOf(root, key) };
    },
    async delete(key) {
      for (const tree of ['objects', 'types'] as const) {
        const path = pathOf(root, tree, key);
        if (await isInside(root, dirname(path))) await rm(path, { force: true });
      }
    },
    async healthy() {
      try {
        await throughTemporary(root, Buffer.from('probe'), () => Promise.resolve());
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Puts a whole file in the place of the one at `path`, or changes nothing. */
async function replace(root: string, path: string, body: Readable | Uint8Array, sha256?: string) {
  return throughTemporary(root, body, async (temporary, written) => {
    if (sha256 !== undefined && written.sha256 !== sha256) {
      throw new IntegrityError('The bytes to be stored are not those that were promised');
    }
    await makeFolder(root, dirname(path));
    await rename(temporary, path);
    await syncFolder(dirname(path));
  });
}

async function throughTemporary(
  root: string,
  body: Readable | Uint8Array,
  use: (path: string, written: Written) => Promise<void>,
): Promise<Written> {
  const incoming = incomingOf(root);
  await makeFolder(root, incoming);
  const temporary = join(incoming, randomUUID());
  try {
    const written = await writeSynced(temporary, body);
    await use(temporary, written);
    return written;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function streamOf({ handle, bytes }: OpenedFile, range?: { start: number; end: number }) {
  const start = range?.start ?? 0;
  const end = Math.min(range?.end ?? Infinity, bytes - 1);
  if (!range && bytes > 0) return { body: handle.createReadStream(), bytes };
  if (range && start >= 0 && start <= end) {
    return { body: handle.createReadStream({ start, end }), bytes: end - start + 1 };
  }
  await handle.close();
  if (range) throw new RangeError('The range lies outside of the object');
  return { body: Readable.from([]), bytes: 0 };
}

async function contentTypeOf(root: string, key: string): Promise<string> {
  const file = await openFile(root, pathOf(root, 'types', key));
  if (!file) return 'application/octet-stream';
  try {
    return await file.handle.readFile('utf8');
  } finally {
    await file.handle.close();
  }
}

/** Walks the tree a folder at a time; what vanishes meanwhile is passed over. */
async function* keysBefore(folder: string, time: Date, prefix = ''): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    const key = prefix + entry.name;
    if (entry.isDirectory()) yield* keysBefore(path, time, `${key}/`);
    else if (entry.isFile() && (await changedAt(path)) < time.getTime()) yield key;
  }
}

function incomingOf(root: string): string {
  return join(root, 'incoming');
}

function pathOf(root: string, tree: 'objects' | 'types', key: string): string {
  assertKey(key);
  const path = resolve(root, tree, key);
  if (!path.startsWith(join(root, tree) + sep)) throw new KeyError('Not a key of the object store');
  return path;
}
