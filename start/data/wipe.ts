import { existsSync, readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isOwnPlace, linkedTo } from '../../db/embedded/postgres-account.ts';
import { diskFolder, markName, type DataFolder } from './data-folder.ts';

/** A folder to wipe, and what it is known by: that goes last, so a wipe that is killed half-way can be done again. */
export interface Place {
  folder: string;
  last: string;
}

const clusterMark = 'PG_VERSION';

/**
 * Where the content of a data folder lies, the folder itself last: the link in it leads to the rest.
 * @param systemFolder where PostgreSQL's account has its clusters; another one is for tests
 */
export function placesOf(
  data: Pick<DataFolder, 'root' | 'postgres'>,
  systemFolder?: string,
): Place[] {
  return [...elsewhere(data.postgres, systemFolder), { folder: data.root, last: markName }];
}

function elsewhere(postgres: string, systemFolder?: string): Place[] {
  if (linkedTo(postgres) === null || !existsSync(postgres)) return [];
  const cluster = realpathSync(postgres);
  if (isOwnPlace(cluster, systemFolder))
    return [{ folder: dirname(cluster), last: basename(cluster) }];
  // A link that somebody set may lead, by mistake, to what is no database.
  return existsSync(join(cluster, clusterMark)) ? [{ folder: cluster, last: clusterMark }] : [];
}

/** Empties the folder, and removes it where that is possible: a mount point, or one in a foreign folder, stays. */
export function wipe({ folder, last }: Place, { keepFolder }: { keepFolder: boolean }): void {
  const held = readdirSync(folder).filter((name) => name !== last && name !== diskFolder);
  for (const name of [...held, last]) rmSync(join(folder, name), { recursive: true, force: true });
  if (keepFolder) return;
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['EBUSY', 'ENOTEMPTY', 'EACCES', 'EPERM'].includes(code)) throw error;
  }
}
