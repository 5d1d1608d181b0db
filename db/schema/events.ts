import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { jobs } from './jobs.ts';

/**
 * What happened, append-only (trigger). A job has exactly one terminal event each time it ends: once, and once more
 * for each time an operator's reset opened it again.
 */
export const events = pgTable(
  'events',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id),
    kind: text('kind').notNull(),
    terminal: boolean('terminal').notNull(),
    reopened: integer('reopened').notNull(),
    operation: text('operation').notNull(),
    success: boolean('success').notNull(),
    /** A job may stay open for months: 32 bits end after 25 days. */
    durationMs: bigint('duration_ms', { mode: 'number' }),
    credits: integer('credits').notNull(),
    errorType: text('error_type'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('events_one_terminal')
      .on(table.jobId, table.reopened)
      .where(sql`terminal`),
  ],
);
