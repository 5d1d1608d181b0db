import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

/** Stored bytes, once per organization and content; counted by reference. */
export const blobs = pgTable(
  'blobs',
  {
    organizationId: uuid('organization_id').notNull(),
    sha256: text('sha256').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    mimeType: text('mime_type').notNull(),
    /** Where the object store has them; a fresh key for every put, so a delete never races a put. */
    key: text('key').notNull(),
    refs: integer('refs').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.sha256] }),
    index('blobs_by_key').on(table.key),
    check('blobs_refs', sql`refs >= 0`),
  ],
);

/** What an organization's blobs weigh together, and how much they may. */
export const storageUse = pgTable('storage_use', {
  organizationId: uuid('organization_id').primaryKey(),
  bytes: bigint('bytes', { mode: 'number' }).notNull().default(0),
  quotaBytes: bigint('quota_bytes', { mode: 'number' }).notNull().default(5_000_000_000),
});

/** A stored picture: an upload or a result. Sizes and hash describe the canonical file. */
export const assets = pgTable(
  'assets',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id').notNull(),
    createdBy: uuid('created_by'),
    /** The bytes as they came, private; null for a result. */
    originalSha256: text('original_sha256'),
    sha256: text('sha256').notNull(),
    thumbnailSha256: text('thumbnail_sha256').notNull(),
    mimeType: text('mime_type').notNull(),
    /** What it is called when somebody saves it, without an ending; null where nobody gave a name. */
    name: text('name'),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    jobId: uuid('job_id'),
    /** The picture that this one was made from. */
    parentId: uuid('parent_id'),
    /** {provider, engine, engine_version, parameters} of a result. */
    made: jsonb('made'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [index('assets_by_organization').on(table.organizationId, table.createdAt, table.id)],
);
