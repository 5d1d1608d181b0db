import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** How large a file the process may write: the disk quota of one process. Its children, who are there, keep theirs. */
export async function limitFiles(pid: number | undefined, bytes: string): Promise<void> {
  await execute('prlimit', [`--pid=${pid ?? 0}`, `--fsize=${bytes}:`]);
}
