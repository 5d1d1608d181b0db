import type { Database } from '../../db/client.ts';
import { final } from '../failures.ts';
import type { Log } from '../log.ts';

export interface LedgerActivities {
  /** Compares every balance with the journal. Throws `ledger_drift` when one disagrees. */
  verifyLedger(): Promise<void>;
}

export function createLedgerActivities(deps: { database: Database; log: Log }): LedgerActivities {
  const { database, log } = deps;
  return {
    async verifyLedger() {
      const disagreements = await database.query<object>('select * from verify()');
      if (disagreements.length === 0) return;
      log.error({ disagreements }, 'the ledger disagrees with its journal');
      throw final('ledger_drift', `${disagreements.length} balances disagree with the journal`);
    },
  };
}
