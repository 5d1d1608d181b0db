import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const credits = (name: string) => bigint(name, { mode: 'number' }).notNull();
const at = (name: string) => timestamp(name, { withTimezone: true });

export const lotKind = pgEnum('lot_kind', ['promo', 'paid', 'allowance']);

/** Credits that were granted together; its id is that of the journal that granted it. */
export const lots = pgTable(
  'lots',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    kind: lotKind('kind').notNull(),
    granted: credits('granted'),
    remaining: credits('remaining'),
    /** Part of `remaining` that pending reservations have pinned. */
    held: credits('held').default(0),
    /** False once nothing remains: keeps the index of spendable lots small. */
    open: boolean('open').notNull().default(true),
    /** What was paid for all of it, net of tax, in minor units of `currency`. */
    cashMinor: credits('cash_minor').default(0),
    currency: text('currency').notNull().default('USD'),
    expiresAt: at('expires_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('lots_by_organization').on(table.organizationId),
    // No amount in the predicate: a changing one would cost every update its HOT path.
    index('lots_open')
      .on(table.organizationId)
      .where(sql`${table.open}`),
    check(
      'lots_not_overdrawn',
      sql`0 <= ${table.held} and ${table.held} <= ${table.remaining} and ${table.remaining} <= ${table.granted}`,
    ),
  ],
);
