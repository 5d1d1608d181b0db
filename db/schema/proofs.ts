import { bigint, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';

const amount = (name: string) => bigint(name, { mode: 'number' }).notNull();

/** How far the hourly check has proved a wallet: everything up to this journal adds up to this balance. */
export const walletProofs = pgTable('wallet_proofs', {
  organizationId: uuid('organization_id').primaryKey(),
  seq: amount('seq'),
  posted: amount('posted'),
  provedAt: timestamp('proved_at', { withTimezone: true }).notNull().defaultNow(),
});

/** What the proved journals have moved for one lot: credits left, credits and cash that came, cash not yet earned. */
export const lotProofs = pgTable('lot_proofs', {
  lotId: uuid('lot_id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  credits: amount('credits'),
  granted: amount('granted'),
  deferred: amount('deferred'),
  cash: amount('cash'),
});
