import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** The promise that a request sent twice is done once, whatever it makes; cleared after 24 hours. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    organizationId: uuid('organization_id').notNull(),
    route: text('route').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    /** What was made, a job or an asset, and its id. */
    kind: text('kind').notNull().default('job'),
    madeId: uuid('made_id'),
    /** Where release 0.1.0 has the id; the release after this one drops it. */
    jobId: uuid('job_id'),
    /** Null while the first request is still being answered. */
    answeredAt: timestamp('answered_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.route, table.key] }),
    index('idempotency_keys_by_made').on(table.madeId),
    index('idempotency_keys_by_age').on(table.createdAt),
  ],
);
