import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { linkedTo } from '../../db/embedded/postgres-account.ts';
import { holdsSecrets } from './secrets.ts';

/** Written before anything else, so that a start that was killed at any moment leaves a folder known as ours. */
export const markName = '.atelier-data';
/** What a fresh disk brings along is nobody's. */
export const diskFolder = 'lost+found';
const secretsName = 'secrets.json';

/** Where everything of one embedded instance lies. */
export interface DataFolder {
  root: string;
  lock: string;
  secrets: string;
  demo: string;
  /** A link when PostgreSQL's account cannot reach the data folder. */
  postgres: string;
  temporal: string;
  log: (name: string) => string;
}

/** The folder is somebody else's, or none can be there; the message is for people. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';

  constructor(path: string, why: string) {
    super(`${path} ${why}: set ATELIER_DATA to an empty folder or to one that does not exist yet.`);
  }
}

/**
 * Makes the folder where it is missing. All paths are real ones: processes are recognised by them.
 * @throws DataFolderError, with nothing written, when it holds things but no mark of ours, is no folder, a
 * link to nothing or closed to us
 */
export function openDataFolder(path: string): DataFolder {
  try {
    return prepare(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new DataFolderError(path, `cannot be used (${error.message})`);
  }
}

function prepare(path: string): DataFolder {
  const away = existsSync(path) ? null : linkedTo(path);
  if (away !== null) {
    const why = `is a link to ${away}, which is not there (is its disk mounted?)`;
    throw new DataFolderError(path, why);
  }
  if (!isUsable(path)) throw new DataFolderError(path, "holds files that are not Atelier's");
  // As root, others may walk through, not list: PostgreSQL's account has to reach its cluster.
  mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const root = realpathSync(path);
  const mark = 'A data folder of Atelier. `npm run reset` wipes it.\n';
  writeFileSync(join(root, markName), mark, { mode: 0o600 });
  closeToOthers(root);
  mkdirSync(join(root, 'logs'), { recursive: true, mode: 0o700 });
  return {
    root,
    lock: join(root, 'lock.json'),
    secrets: join(root, secretsName),
    demo: join(root, 'demo.json'),
    postgres: join(root, 'postgres'),
    temporal: join(root, 'temporal.db'),
    log: (name) => join(root, 'logs', `${name}.log`),
  };
}

/** What release 0.1.0 left open. PostgreSQL sees to its own files, and its programs are for everybody. */
function closeToOthers(root: string): void {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.name.startsWith('postgres') || entry.name === diskFolder) continue;
    if (entry.isFile()) chmodSync(join(root, entry.name), 0o600);
    else if (entry.isDirectory()) chmodSync(join(root, entry.name), 0o700);
  }
}

/** Whether an instance was started on this folder, be it for a moment only. */
export function isOurs(path: string): boolean {
  // Folders from before there was a mark are known by their secrets.
  return existsSync(join(path, markName)) || holdsSecrets(join(path, secretsName));
}

function isUsable(path: string): boolean {
  if (!existsSync(path)) return true;
  const held = readdirSync(path).filter((name) => name !== diskFolder);
  return held.length === 0 || isOurs(path);
}
