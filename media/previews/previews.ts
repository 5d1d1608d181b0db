import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '../../storage/object-store.ts';
import { previewKeyOf } from '../../storage/preview-key.ts';
import { removeStale } from '../../storage/stale-files.ts';
import type { ChildPool } from '../children/pool.ts';
import type { FileFacts } from '../stored-file.ts';
import type { PreviewRequest } from './preview-task.ts';

const folderPrefix = 'preview-';
const previewMsMax = 30_000;
/** What 64 MP with transparency need, and some room. */
const previewMemoryBytesMax = 1_024 * 1024 * 1024;
export const previewMimeType = 'image/webp';

export interface Previews {
  /**
   * Answers the key of a stored picture's preview, and its bytes; made in a child at the first look and kept beside the
   * picture. `share`: for whom, where several wait for a decoder.
   */
  of(key: string, share: string): Promise<{ key: string; bytes: number }>;
}

/** Scratch files live in folders below `scratchFolder`. */
export function createPreviews(deps: {
  pool: ChildPool;
  store: ObjectStore;
  scratchFolder: string;
}): Previews {
  const { pool, store, scratchFolder } = deps;
  /** Two looks at once are one piece of work. */
  const making = new Map<string, Promise<number>>();
  let swept: Promise<void> | undefined;

  async function make(key: string, share: string): Promise<number> {
    await mkdir(scratchFolder, { recursive: true, mode: 0o700 });
    await (swept ??= removeStale(scratchFolder, folderPrefix));
    const folder = await mkdtemp(join(scratchFolder, folderPrefix));
    try {
      const path = await sourceFile(store, key, folder);
      const { sha256, bytes, ...file } = await pool.run<FileFacts>({
        module: new URL('preview-task.ts', import.meta.url),
        task: 'makePreview',
        payload: { path, target: join(folder, 'preview.webp') } satisfies PreviewRequest,
        timeoutMs: previewMsMax,
        memoryBytesMax: previewMemoryBytesMax,
        heavy: true,
        share,
      });
      const body = createReadStream(file.path);
      await store.put(previewKeyOf(key), body, { contentType: previewMimeType, sha256 });
      return bytes;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    async of(key, share) {
      const made = await store.head(previewKeyOf(key));
      if (made) return { key: previewKeyOf(key), bytes: made.bytes };
      let bytes = making.get(key);
      if (!bytes) {
        bytes = make(key, share).finally(() => making.delete(key));
        making.set(key, bytes);
      }
      return { key: previewKeyOf(key), bytes: await bytes };
    },
  };
}

async function sourceFile(store: ObjectStore, key: string, folder: string): Promise<string> {
  const here = await store.localPath?.(key);
  if (here) return here;
  const object = await store.get(key);
  if (!object) throw new Error(`the object store has lost ${key}`);
  const path = join(folder, 'source');
  await pipeline(object.body, createWriteStream(path));
  return path;
}
