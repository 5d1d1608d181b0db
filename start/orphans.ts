import { existsSync, realpathSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';
import { endProcesses, processesHolding } from './processes.ts';

const graceMs = 5_000;

/**
 * Ends what an earlier start of this data folder left behind when it was killed: our own processes first, then
 * Temporal, then PostgreSQL. They are recognised by the folder on their command line.
 * @returns how many there were
 */
export async function endOrphans(data: DataFolder): Promise<number> {
  const cluster = existsSync(data.postgres) ? realpathSync(data.postgres) : data.postgres;
  const groups = [
    { pids: processesHolding(ownMarker(data)), signal: 'SIGTERM' },
    { pids: processesHolding(data.temporal), signal: 'SIGTERM' },
    { pids: processesHolding(cluster), signal: 'SIGINT' },
  ] as const;
  for (const { pids, signal } of groups) await endProcesses(pids, signal, graceMs);
  return groups.reduce((sum, { pids }) => sum + pids.length, 0);
}

/** The argument that our own children of this data folder carry. */
export function ownMarker(data: DataFolder): string {
  return `--data=${data.root}`;
}
