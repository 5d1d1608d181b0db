import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Not the project's own, or made by it. */
const others = new Set(['node_modules', 'build', 'coverage', '.git', '.atelier', '.cache']);

/** Every file of the project, by its path from the root. */
export function projectFiles(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !others.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? projectFiles(path) : [path];
    })
    .sort();
}
