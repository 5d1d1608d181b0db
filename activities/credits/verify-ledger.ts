import type { Database, Sql } from '../../db/client.ts';
import { final } from '../failures.ts';
import type { Log } from '../log.ts';

export interface LedgerActivities {
  /** Compares what happened since the last time with the journal. Throws `ledger_drift` when something disagrees. */
  verifyLedger(): Promise<void>;
  /** Compares everything there ever was. Throws `ledger_drift` when something disagrees. */
  auditLedger(): Promise<void>;
}

interface Page {
  readonly problems: readonly object[];
  readonly complete: boolean;
}

/** One page is one short transaction. */
const walletsTogether = 200;
const journalsTogether = 20_000;
const heartbeatEveryMs = 10_000;

export function createLedgerActivities(deps: {
  database: Database;
  log: Log;
  /** Says that somebody is still at it. */
  beat: () => void;
}): LedgerActivities {
  const { database, log, beat } = deps;

  async function proveWallet(sql: Sql, organization: string): Promise<object[]> {
    for (;;) {
      const [row] = await sql.query<{ page: Page }>('select prove_wallet($1, $2) as page', [
        organization,
        journalsTogether,
      ]);
      const { problems = [], complete = true } = row?.page ?? {};
      if (complete || problems.length > 0) {
        return problems.map((problem) => ({ ...problem, organization_id: organization }));
      }
    }
  }

  async function proveWallets(sql: Sql): Promise<object[]> {
    const disagreements: object[] = [];
    let last: string | null = null;
    for (;;) {
      const page: { id: string }[] = await sql.query('select unproved_wallets($1, $2) as id', [
        last,
        walletsTogether,
      ]);
      for (const { id } of page) disagreements.push(...(await proveWallet(sql, id)));
      last = page.at(-1)?.id ?? null;
      if (page.length < walletsTogether) return disagreements;
    }
  }

  /** It takes as long as it takes: Temporal hears all the while that somebody is at it. */
  async function atLeisure(look: (sql: Sql) => Promise<object[]>): Promise<void> {
    const pulse = setInterval(beat, heartbeatEveryMs);
    try {
      refuseDrift(await database.atLeisure(look));
    } finally {
      clearInterval(pulse);
    }
  }

  function refuseDrift(disagreements: readonly object[]): void {
    if (disagreements.length === 0) return;
    log.error({ disagreements }, 'the ledger disagrees with its journal');
    throw final('ledger_drift', `${disagreements.length} balances disagree with the journal`);
  }

  return {
    verifyLedger: () =>
      atLeisure(async (sql) => [
        ...(await sql.query<object>('select * from verify_held()')),
        ...(await proveWallets(sql)),
      ]),
    auditLedger: () => atLeisure((sql) => sql.query<object>('select * from verify()')),
  };
}
