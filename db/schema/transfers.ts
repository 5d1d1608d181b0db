import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';

/**
 * The chart of accounts: those that count credits first, then those that count cash; the constraint
 * below goes by this order. `wallet` is the wallet of the row's organization.
 */
export const ledgerAccount = pgEnum('ledger_account', [
  'wallet',
  'sold',
  'promo',
  'consumed',
  'expired',
  'clawed',
  'write_off',
  'stripe_clearing',
  'receivable',
  'deferred_revenue',
  'refund_liability',
  'usage_revenue',
  'breakage',
  'provider_costs',
  'payment_fees',
  'promo_costs',
]);

/**
 * One line of a journal: one account debited, one credited, one positive amount, one unit (`CR`
 * credits, else minor units of a currency). An unbalanced or mixed posting cannot be written.
 */
export const transfers = pgTable(
  'transfers',
  {
    organizationId: uuid('organization_id').notNull(),
    journalId: uuid('journal_id').notNull(),
    line: smallint('line').notNull(),
    unit: text('unit').notNull(),
    debit: ledgerAccount('debit').notNull(),
    credit: ledgerAccount('credit').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    lotId: uuid('lot_id'),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.journalId, table.line] }),
    // Constraints, not a table of accounts with foreign keys: those would lock rows that all share.
    check(
      'transfers_amount_and_accounts',
      sql`${table.amount} > 0 and ${table.debit} <> ${table.credit}`,
    ),
    check(
      'transfers_one_unit',
      sql`(${table.unit} = 'CR') = (${table.debit} <= 'write_off') and (${table.unit} = 'CR') = (${table.credit} <= 'write_off')`,
    ),
  ],
);
