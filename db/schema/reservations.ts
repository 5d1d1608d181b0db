import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  integer,
  pgEnum,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true });

// In this order: `live` asks whether a state comes before `voided`.
export const reservationState = pgEnum('reservation_state', [
  'pending',
  'settled',
  'voided',
  'expired',
]);

/** Credits held for a job: `pending → settled | voided | expired`, each transition once. */
export const reservations = pgTable(
  'reservations',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    jobId: uuid('job_id').notNull(),
    /** Which of the job's reservations this is, counted by the database. */
    ordinal: integer('ordinal').notNull(),
    /** Credits; 0 only for a tombstone: voided before anything was reserved. */
    amount: bigint('amount', { mode: 'number' }).notNull(),
    state: reservationState('state').notNull().default('pending'),
    /** Credits that settle charged; 0 before it. */
    charged: bigint('charged', { mode: 'number' }).notNull().default(0),
    /** The lots it holds, in burn order, and how much of each: here and not in rows of their own,
     * because a reservation is read and written as a whole. */
    lotIds: uuid('lot_ids').array().notNull(),
    lotAmounts: bigint('lot_amounts', { mode: 'number' }).array().notNull(),
    reason: text('reason'),
    expiresAt: at('expires_at'),
    createdAt: at('created_at').notNull().defaultNow(),
    resolvedAt: at('resolved_at'),
    // A column of its own: settling leaves it as it is, so that it touches no index (HOT).
    live: boolean('live').generatedAlwaysAs(sql`state <= 'settled'`),
  },
  (table) => [
    unique('reservations_job_ordinal').on(table.jobId, table.ordinal),
    // "Never charged twice" is this constraint.
    uniqueIndex('reservations_one_live_per_job')
      .on(table.jobId)
      .where(sql`${table.live}`),
    check(
      'reservations_charged',
      sql`0 <= ${table.charged} and ${table.charged} <= ${table.amount}`,
    ),
  ],
);
