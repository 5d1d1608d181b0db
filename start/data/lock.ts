import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { readJson, writePrivateJson } from './private-file.ts';
import { startTimeOf } from '../processes/process-table.ts';

const holderSchema = z.object({
  pid: z.number().int(),
  /** With the pid it names one process for good; a pid alone is used again. */
  startTime: z.string(),
  /** It is on its way out: worth waiting for. */
  stopping: z.boolean(),
});
type Holder = z.output<typeof holderSchema>;

export interface Lock {
  /** Tells who comes next that it needs to wait a moment only. */
  announceStop: () => void;
  release: () => void;
}

const leavingMs = 20_000;
/** A holder whose npm was just killed needs a moment to notice and to say that it is stopping. */
const noticingMs = 1_000;

/**
 * Takes the folder for this process, waiting for a holder that is stopping.
 * @returns the pid of the living holder when there is one
 */
export async function takeLock(file: string): Promise<Lock | { heldBy: number }> {
  const own: Holder = {
    pid: process.pid,
    startTime: startTimeOf(process.pid) ?? '',
    stopping: false,
  };
  const startedAt = Date.now();
  for (;;) {
    if (create(file, own)) {
      return {
        announceStop: () => {
          writePrivateJson(file, { ...own, stopping: true });
        },
        release: () => {
          rmSync(file, { force: true });
        },
      };
    }
    const holder = livingHolder(file);
    if (!holder) clearStale(file);
    else if (Date.now() - startedAt > (holder.stopping ? leavingMs : noticingMs))
      return { heldBy: holder.pid };
    else await delay(100);
  }
}

/** Who holds the folder now; null when nobody does or the holder is dead. */
export function livingHolder(file: string): Holder | null {
  const { data: holder } = holderSchema.safeParse(readJson(file));
  if (!holder) return null;
  return startTimeOf(holder.pid) === holder.startTime ? holder : null;
}

/** Atomic: of two that try at once, one makes the link. */
function create(file: string, own: Holder): boolean {
  const fresh = `${file}.${own.pid}`;
  writeFileSync(fresh, JSON.stringify(own), { mode: 0o600 });
  try {
    linkSync(fresh, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(fresh);
  }
}

/** Puts a dead holder's file away; puts it back when somebody took the lock between our look and our move. */
function clearStale(file: string): void {
  const away = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, away);
    if (livingHolder(away)) linkSync(away, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  rmSync(away, { force: true });
}
