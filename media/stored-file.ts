import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

/** A file on the local disk and what it takes to store it. */
export interface FileFacts {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Writes a new file and says what is in it. */
export async function writeFacts(path: string, data: Uint8Array): Promise<FileFacts> {
  await writeFile(path, data, { flag: 'wx', mode: 0o600 });
  const sha256 = createHash('sha256').update(data).digest('hex');
  return { path, sha256, bytes: data.byteLength };
}
