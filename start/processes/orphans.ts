import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from '../data/data-folder.ts';
import { endProcesses, processesRunning } from './process-table.ts';

const graceMs = 5_000;

/**
 * Ends what an earlier start of this data folder left behind when it was killed: our own processes first, then
 * Temporal, then PostgreSQL. They are recognised by their program and the folder on its
 * command line: somebody's own look into the database is no orphan.
 * @returns how many there were
 */
export async function endOrphans(data: DataFolder): Promise<number> {
  const cluster = existsSync(data.postgres) ? realpathSync(data.postgres) : data.postgres;
  const groups = [
    { pids: processesRunning('node', ownMarker(data)), signal: 'SIGTERM' },
    // Of a first start that was killed while it made the database.
    { pids: processesRunning('initdb', `--pgdata=${cluster}.new`), signal: 'SIGTERM' },
    { pids: processesRunning('temporal', data.temporal), signal: 'SIGTERM' },
    { pids: processesRunning('postgres', cluster), signal: 'SIGINT' },
  ] as const;
  for (const { pids, signal } of groups) await endProcesses(pids, signal, graceMs);
  takeOverCluster(cluster);
  return groups.reduce((sum, { pids }) => sum + pids.length, 0);
}

/**
 * The pid that a killed PostgreSQL left in its cluster may look alive: a zombie that nobody has reaped yet, or another
 * process by now. PostgreSQL takes a file that names its own parent for a stale one, and still looks whether anybody
 * uses the old shared memory, which it would not without the file.
 */
function takeOverCluster(cluster: string): void {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [process.pid, ...rest].join('\n'));
}

/** The argument that our own children of this data folder carry. */
export function ownMarker(data: DataFolder): string {
  return `--atelier-data=${data.root}`;
}
