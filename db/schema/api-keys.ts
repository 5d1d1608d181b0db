import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  customType,
  index,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { organization } from './auth.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Keys of the REST API. The secret itself is shown once and never stored. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** The first characters of the secret, to tell keys apart in a list. */
    prefix: text('prefix').notNull(),
    sha256: bytea('sha256').notNull().unique(),
    /** False where it has none or nobody knows: of those, servers know the prefixes by heart. */
    hasChecksum: boolean('has_checksum').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
    /** To the minute: written at most once a minute. */
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
  },
  (table) => [
    index().on(table.organizationId),
    check('api_keys_sha256', sql`octet_length(${table.sha256}) = 32`),
  ],
);
