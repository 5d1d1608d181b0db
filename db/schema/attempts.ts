import { attemptStates } from '../../domain/job-status.ts';
import { isOneOf } from './is-one-of.ts';
import {
  bigint,
  check,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { jobs } from './jobs.ts';

/** One provider call. Its row is committed before anything is sent. */
export const attempts = pgTable(
  'attempts',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id),
    /** Position of the link in the plan, from 0. */
    link: integer('link').notNull(),
    ordinal: integer('ordinal').notNull(),
    runId: text('run_id').notNull(),
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    state: text('state').notNull().default('intent'),
    failureType: text('failure_type'),
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }).notNull().default(0),
    /** What was stored before the activity answered: data, engine and the images' keys and hashes. */
    delivery: jsonb('delivery'),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
    endedAt: timestamp('ended_at', { withTimezone: true }),
  },
  (table) => [
    unique('attempts_by_link').on(table.jobId, table.link, table.ordinal),
    check('attempts_state', isOneOf('state', attemptStates)),
  ],
);
