import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes JSON that only its owner may read (0600), whole or not at all. */
export function writePrivateJson(file: string, value: unknown): void {
  const fresh = `${file}.${process.pid}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(fresh, file);
}

/** What the file holds, or null where there is none or it is no JSON. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
