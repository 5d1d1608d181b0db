import { publicId } from '../../domain/ids.ts';
import type { LedgerEntryResource } from './resource.ts';

/** A line of the ledger as the database tells it; ids are UUIDs. */
export interface LedgerEntryRow {
  readonly id: string;
  readonly kind: string;
  readonly amount: number;
  readonly balance_after: number;
  readonly job_id: string | null;
  readonly created_at: Date;
}

/** A line of the ledger as the API shows it. */
export function renderLedgerEntry(row: LedgerEntryRow): LedgerEntryResource {
  return {
    id: publicId('jrn', row.id),
    object: 'ledger_entry',
    kind: row.kind,
    amount: row.amount,
    balance_after: row.balance_after,
    job: row.job_id && publicId('job', row.job_id),
    created_at: row.created_at.toISOString(),
  };
}
