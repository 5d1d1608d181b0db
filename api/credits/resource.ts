import { z } from 'zod';
import { count, jobId, time } from '../http/contract/schemas.ts';

export const balanceResource = z
  .object({ posted: count, held: count, available: count })
  .meta({ id: 'Balance' });

export const ledgerEntryResource = z
  .object({
    id: z.string(),
    object: z.literal('ledger_entry'),
    kind: z.string().describe('`grant`, `settle`, …'),
    amount: z.int().describe('Signed; all of them sum to `posted`'),
    balance_after: count,
    job: jobId.nullable(),
    created_at: time,
  })
  .meta({ id: 'LedgerEntry' });

export type Balance = z.infer<typeof balanceResource>;
export type LedgerEntryResource = z.infer<typeof ledgerEntryResource>;
