import type { Database } from '../../db/client.ts';
import { pageOfRows, type PageRequest } from '../http/cursor.ts';
import { renderLedgerEntry, type LedgerEntryRow } from './render-ledger-entry.ts';
import type { Balance, LedgerEntryResource } from './resource.ts';
import type { Page } from '../http/page.ts';

export interface CreditQueries {
  /** In credits. The id is a UUID. */
  balance(organizationId: string): Promise<Balance>;
  ledger(organizationId: string, page: PageRequest): Promise<Page<LedgerEntryResource>>;
}

// Newest first by id: ids are made under the wallet's lock, so they sort as the balance moved.
const entries = `select id, kind, amount, balance_after, job_id, created_at,
    to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position
  from ledger_entries
  where organization_id = $1 and ($3::uuid is null or id < $3)
  order by id desc limit $2`;

export function createCreditQueries({ database }: { database: Database }): CreditQueries {
  return {
    async balance(organizationId) {
      const [wallet] = await database.withOrganization(organizationId, (tx) =>
        tx.query<Balance>(
          'select posted, held, available from balances where organization_id = $1',
          [organizationId],
          'balance_of',
        ),
      );
      return wallet ?? { posted: 0, held: 0, available: 0 };
    },
    async ledger(organizationId, { limit, after }) {
      const rows = await database.withOrganization(organizationId, (tx) =>
        tx.query<LedgerEntryRow & { position: string }>(
          entries,
          [organizationId, limit + 1, after?.id ?? null],
          'ledger_page',
        ),
      );
      return pageOfRows(rows, limit, 'jrn', renderLedgerEntry);
    },
  };
}
