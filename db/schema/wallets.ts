import { sql } from 'drizzle-orm';
import { bigint, check, pgTable, uuid } from 'drizzle-orm/pg-core';

/**
 * An organization's credits, one row each: a projection of the journal, and the lock that orders
 * everything that happens to them. The ledger's other accounts have no row (transfers.ts).
 */
export const wallets = pgTable(
  'wallets',
  {
    organizationId: uuid('organization_id').primaryKey(),
    posted: bigint('posted', { mode: 'number' }).notNull().default(0),
    /** Part of `posted` that pending reservations hold. */
    held: bigint('held', { mode: 'number' }).notNull().default(0),
    /** The `seq` of its newest journal. */
    seq: bigint('seq', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    check('wallets_not_overdrawn', sql`0 <= ${table.held} and ${table.held} <= ${table.posted}`),
  ],
);
