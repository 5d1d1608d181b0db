import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Only a folder that an instance was started on holds it. */
export const secretsName = 'secrets.json';

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

/** Makes the folder where it is missing. All paths are real ones: processes are recognised by them. */
export function openDataFolder(path: string): DataFolder {
  // Others may walk through, not list: PostgreSQL's account has to reach its cluster.
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const root = realpathSync(path);
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
