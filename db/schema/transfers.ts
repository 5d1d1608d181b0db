import { sql } from 'drizzle-orm';
import { bigint, check, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';

// The chart of accounts. `wallet` is the wallet of the row's organization.
const CREDIT_ACCOUNTS = `'wallet', 'sold', 'promo', 'consumed', 'expired', 'clawed', 'write_off'`;
const CASH_ACCOUNTS = `'stripe_clearing', 'receivable', 'deferred_revenue', 'refund_liability', 'usage_revenue', 'breakage', 'provider_costs', 'payment_fees', 'promo_costs'`;

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
    debit: text('debit').notNull(),
    credit: text('credit').notNull(),
    amount: bigint('amount', { mode: 'number' }).notNull(),
    lotId: uuid('lot_id'),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.journalId, table.line] }),
    check('transfers_amount', sql`${table.amount} > 0`),
    check('transfers_two_accounts', sql`${table.debit} <> ${table.credit}`),
    // A constraint, not a table with foreign keys: those would lock shared rows in every posting.
    check(
      'transfers_one_unit',
      sql`case when ${table.unit} = 'CR'
        then ${table.debit} in (${sql.raw(CREDIT_ACCOUNTS)}) and ${table.credit} in (${sql.raw(CREDIT_ACCOUNTS)})
        else ${table.unit} ~ '^[A-Z]{3}$' and ${table.debit} in (${sql.raw(CASH_ACCOUNTS)}) and ${table.credit} in (${sql.raw(CASH_ACCOUNTS)})
      end`,
    ),
  ],
);
