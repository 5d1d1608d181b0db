import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Policies, privileges, functions and views: each folder reads top to bottom, and so does this list.
const folders = ['roles', 'api-keys', 'ledger', 'requests', 'assets', 'jobs', 'triggers'];

/** One file of SQL that is written anew whenever any of them changed. `name` is its path below `db/`. */
export interface Script {
  readonly name: string;
  readonly sql: string;
}

/** All of them in the order in which they run: nothing is used before it is defined (scripts.test.ts). */
export function readScripts(folder: string): Script[] {
  return folders.flatMap((noun) =>
    readdirSync(join(folder, noun))
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => ({
        name: `${noun}/${file}`,
        sql: readFileSync(join(folder, noun, file), 'utf8'),
      })),
  );
}
