import { heartbeat } from '@temporalio/activity';
import type { Database } from '../../db/client.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { final } from '../failures.ts';
import type { Log } from '../log.ts';
import { claimStore, ownerKey } from './own-store.ts';

export interface SweepActivities {
  /**
   * Deletes the stored files that nothing will ever read again. Throws `store_mismatch` when the store belongs to another
   * database, `sweep_too_large` when there are more of them than a day can leave: then an operator should look first.
   */
  sweepFiles(): Promise<void>;
}

/** Older than any reset can reach back (7 days), and than any upload or job that is still at work. */
const sweptAfterMs = 8 * 86_400_000;
const lookedAtTogether = 500;
/** In one pass at most this many, or this part of all that was looked at, whichever is more. */
const deletedMax = 1_000;
const deletedPartMax = 0.01;

export function createSweepActivities(deps: {
  database: Database;
  store: ObjectStore;
  log: Log;
}): SweepActivities {
  const { database, store, log } = deps;

  async function unneededOf(keys: readonly string[]): Promise<string[]> {
    heartbeat();
    const rows = await database.query<{ key: string }>('select unneeded_keys($1) as key', [keys]);
    return rows.map(({ key }) => key);
  }

  /** All of them are known before the first is deleted. */
  async function findUnneeded(): Promise<{ unneeded: string[]; seen: number }> {
    const unneeded: string[] = [];
    let seen = 0;
    let page: string[] = [];
    for await (const key of store.keysBefore(new Date(Date.now() - sweptAfterMs))) {
      if (key === ownerKey) continue;
      seen += 1;
      page.push(key);
      if (page.length < lookedAtTogether) continue;
      unneeded.push(...(await unneededOf(page)));
      page = [];
    }
    unneeded.push(...(await unneededOf(page)));
    return { unneeded, seen };
  }

  return {
    async sweepFiles() {
      await claimStore(database, store);
      const { unneeded, seen } = await findUnneeded();
      if (unneeded.length > Math.max(deletedMax, seen * deletedPartMax)) {
        log.error({ unneeded: unneeded.length, seen }, 'a sweep would delete too much');
        throw final('sweep_too_large', `${unneeded.length} of ${seen} files are needed by nothing`);
      }
      for (const key of unneeded) {
        heartbeat();
        await store.delete(key);
      }
      if (unneeded.length > 0) log.info({ deleted: unneeded.length }, 'unneeded files deleted');
    },
  };
}
