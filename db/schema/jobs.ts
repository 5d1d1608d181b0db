import { sql } from 'drizzle-orm';
import { jobStages, jobStatuses } from '../../domain/job-status.ts';
import { isOneOf } from './is-one-of.ts';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

/** One customer request for one operation. `id` is also the workflow's id (in its public form). */
export const jobs = pgTable(
  'jobs',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    createdBy: uuid('created_by'),
    operation: text('operation').notNull(),
    operationVersion: integer('operation_version').notNull(),
    /** What was asked, with its defaults filled in. Immutable (trigger). */
    input: jsonb('input').notNull(),
    /** The frozen terms: links, prices, deadlines, priority. Immutable (trigger). */
    plan: jsonb('plan').notNull(),
    inputAssetId: uuid('input_asset_id'),
    status: text('status').notNull().default('queued'),
    stage: text('stage').notNull().default('accepted'),
    percent: integer('percent'),
    steps: jsonb('steps').notNull(),
    cancelRequestedAt: timestamp('cancel_requested_at', { withTimezone: true }),
    /** When Temporal was last asked to cancel: a request that it has not heard of is repeated. */
    cancelSentAt: timestamp('cancel_sent_at', { withTimezone: true }),
    /** The only Temporal run that may still write: the fence of every saga step. */
    currentRunId: text('current_run_id'),
    /** How often an ended job was opened again by a reset. */
    reopened: integer('reopened').notNull().default(0),
    data: jsonb('data'),
    error: jsonb('error'),
    creditsHeld: integer('credits_held').notNull().default(0),
    creditsCharged: integer('credits_charged').notNull().default(0),
    creditsRefunded: integer('credits_refunded').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    provider: text('provider'),
    engine: text('engine'),
    cached: boolean('cached').notNull().default(false),
    cacheKey: text('cache_key'),
    /** The cache key, while equal requests may join this job: from accept until its end or its cancel. */
    openCacheKey: text('open_cache_key'),
    priority: integer('priority').notNull(),
    startBy: timestamp('start_by', { withTimezone: true }).notNull(),
    dispatchedAt: timestamp('dispatched_at', { withTimezone: true }),
    version: integer('version').notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp('started_at', { withTimezone: true }),
    completedAt: timestamp('completed_at', { withTimezone: true }),
  },
  (table) => [
    // Read backwards: newest first.
    index('jobs_by_organization').on(table.organizationId, table.createdAt, table.id),
    // The result cache: looked up in every reserve.
    index('jobs_by_cache_key')
      .on(table.organizationId, table.cacheKey)
      .where(sql`status = 'succeeded' and not cached`),
    // Two equal requests side by side are one job: this decides which of them made it.
    uniqueIndex('jobs_by_open_cache_key')
      .on(table.organizationId, table.openCacheKey)
      .where(sql`open_cache_key is not null`),
    // The dispatcher's list, and the reconciler's.
    index('jobs_queued')
      .on(table.priority, table.createdAt)
      .where(sql`status = 'queued'`),
    index('jobs_open')
      .on(table.createdAt)
      .where(sql`status in ('running', 'canceling')`),
    check('jobs_status', isOneOf('status', jobStatuses)),
    check('jobs_stage', isOneOf('stage', jobStages)),
  ],
);

/** Every Temporal run that ever took a job over, in order. */
export const jobRuns = pgTable(
  'job_runs',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id),
    organizationId: uuid('organization_id').notNull(),
    runId: text('run_id').notNull(),
    seq: integer('seq').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.runId] })],
);

/** What a job delivered, in the order of its pictures. */
export const jobOutputs = pgTable(
  'job_outputs',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id),
    organizationId: uuid('organization_id').notNull(),
    position: integer('position').notNull(),
    role: text('role').notNull(),
    assetId: uuid('asset_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.position] })],
);
