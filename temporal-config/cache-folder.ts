import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where what comes from outside is kept between runs, for every clone of the project; Temporal’s program too. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CACHE_HOME: named = '', HOME: home = homedir() } = environment;
  // The XDG specification: unset, empty and relative all mean the default.
  return join(isAbsolute(named) ? named : join(home, '.cache'), 'atelier');
}
