import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const dayMs = 86_400_000;

/**
 * Deletes what a killed process left in a folder of temporary things: entries that begin with
 * `prefix` and have not changed for a day, longer than any work takes. A missing folder is empty.
 */
export async function removeStale(folder: string, prefix = ''): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const isStale = name.startsWith(prefix) && Date.now() - (await changedAt(path)) > dayMs;
    if (isStale) await rm(path, { recursive: true, force: true });
  }
}

/** When a file or folder last changed, in milliseconds since 1970; never, when somebody else has removed it meanwhile. */
export async function changedAt(path: string): Promise<number> {
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
}
