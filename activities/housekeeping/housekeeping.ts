import { heartbeat } from '@temporalio/activity';
import type { Database } from '../../db/client.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { final } from '../failures.ts';
import type { Log } from '../log.ts';

export interface HousekeepingActivities {
  /** Compares every balance with the journal. Throws `ledger_drift` when one disagrees. */
  verifyLedger(): Promise<void>;
  /** Deletes the stored files that nothing will ever read again. */
  sweepFiles(): Promise<void>;
}

/** Older than any reset can reach back (7 days), and than any upload or job that is still at work. */
const sweptAfterMs = 8 * 86_400_000;
const lookedAtTogether = 500;

/** What keeps the house in order while nobody looks. */
export function createHousekeepingActivities(deps: {
  database: Database;
  store: ObjectStore;
  log: Log;
}): HousekeepingActivities {
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
    async verifyLedger() {
      const disagreements = await database.query<object>('select * from verify()');
      if (disagreements.length === 0) return;
      log.error({ disagreements }, 'the ledger disagrees with its journal');
      throw final('ledger_drift', `${disagreements.length} balances disagree with the journal`);
    },

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
