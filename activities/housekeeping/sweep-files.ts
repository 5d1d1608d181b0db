import { heartbeat } from '@temporalio/activity';
import type { Database } from '../../db/client.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { Log } from '../log.ts';

export interface SweepActivities {
  /** Deletes the stored files that nothing will ever read again. */
  sweepFiles(): Promise<void>;
}

/** Older than any reset can reach back (7 days), and than any upload or job that is still at work. */
const sweptAfterMs = 8 * 86_400_000;
const lookedAtTogether = 500;

export function createSweepActivities(deps: {
  database: Database;
  store: ObjectStore;
  log: Log;
}): SweepActivities {
  const { database, store, log } = deps;

  async function sweep(keys: readonly string[]): Promise<number> {
    heartbeat();
    const unneeded = await database.query<{ key: string }>('select unneeded_keys($1) as key', [
      keys,
    ]);
    for (const { key } of unneeded) await store.delete(key);
    return unneeded.length;
  }

  return {
    async sweepFiles() {
      let deleted = 0;
      let page: string[] = [];
      for await (const key of store.keysBefore(new Date(Date.now() - sweptAfterMs))) {
        page.push(key);
        if (page.length < lookedAtTogether) continue;
        deleted += await sweep(page);
        page = [];
      }
      deleted += await sweep(page);
      if (deleted > 0) log.info({ deleted }, 'files that nothing needed were deleted');
    },
  };
}
