import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, realpath, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { KeyError } from './object-store.ts';

export interface OpenedFile {
  readonly handle: FileHandle;
  readonly bytes: number;
}

export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** Whether the folder or file at `path` exists and no symbolic link leads out of `root` on the way to it. */
export async function isInside(root: string, path: string): Promise<boolean> {
  try {
    const [reached, start] = await Promise.all([realpath(path), realpath(root)]);
    return reached === start + path.slice(root.length);
  } catch {
    return false;
  }
}

/** Makes a folder below `root` that survives a power cut. */
export async function makeFolder(root: string, folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await isInside(root, folder))) throw new KeyError('A symbolic link is in the way');
  if (firstMade === undefined) return;
  // A new folder is only durable once the one that names it is.
  for (let made = folder; made.length >= firstMade.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

/** Opens a plain file below `root`; null when there is none, or a symbolic link in its place. */
export async function openFile(root: string, path: string): Promise<OpenedFile | null> {
  if (!(await isInside(root, dirname(path)))) return null;
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ELOOP') return null;
    throw error;
  }
  const status = await handle.stat();
  if (status.isFile()) return { handle, bytes: status.size };
  await handle.close();
  return null;
}

/** Writes a new file to the disk itself. One chunk in memory at a time, whatever the size. */
export async function writeSynced(path: string, body: Readable | Uint8Array): Promise<Written> {
  const handle = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of body instanceof Readable ? body : [body]) {
      const data = chunk as Uint8Array;
      hash.update(data);
      bytes += data.byteLength;
      await handle.writeFile(data);
    }
    await handle.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
