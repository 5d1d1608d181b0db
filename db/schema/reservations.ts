import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  integer,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true });

/** Credits held for a job: `pending → settled | voided | expired`, each transition once. */
export const reservations = pgTable(
  'reservations',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    jobId: uuid('job_id').notNull(),
    /** Which of the job's reservations this is, counted by us (R9). */
    ordinal: integer('ordinal').notNull(),
    /** Credits; 0 only for a tombstone: voided before anything was reserved (R10). */
    amount: bigint('amount', { mode: 'number' }).notNull(),
    state: text('state').notNull().default('pending'),
    /** Credits charged by settle. */
    charged: bigint('charged', { mode: 'number' }),
    /** The lots it holds, in burn order, and how much of each: here and not in rows of their own,
     * because a reservation is read and written as a whole. */
    lotIds: uuid('lot_ids').array().notNull(),
    lotAmounts: bigint('lot_amounts', { mode: 'number' }).array().notNull(),
    reason: text('reason'),
    expiresAt: at('expires_at'),
    createdAt: at('created_at').notNull().defaultNow(),
    resolvedAt: at('resolved_at'),
    // A column of its own: settling leaves it as it is, so that it touches no index (HOT).
    live: boolean('live').generatedAlwaysAs(sql`state in ('pending', 'settled')`),
  },
  (table) => [
    unique('reservations_job_ordinal').on(table.jobId, table.ordinal),
    // "Never charged twice" is this constraint.
    uniqueIndex('reservations_one_live_per_job')
      .on(table.jobId)
      .where(sql`${table.live}`),
    check('reservations_state', sql`${table.state} in ('pending', 'settled', 'voided', 'expired')`),
    check(
      'reservations_amount',
      sql`${table.amount} > 0 or (${table.amount} = 0 and ${table.state} = 'voided')`,
    ),
    check(
      'reservations_charged',
      sql`case when ${table.state} = 'settled' then ${table.charged} is not null and ${table.charged} between 0 and ${table.amount} else ${table.charged} is null end`,
    ),
    check('reservations_ordinal', sql`${table.ordinal} > 0`),
  ],
);
