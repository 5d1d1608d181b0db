import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

/**
 * better-auth's tables: keys and columns are the names of its models and fields. No row-level
 * security here; the login `atelier_auth` sees this schema and nothing else.
 */
export const auth = pgSchema('auth');

const at = (name: string) => timestamp(name, { withTimezone: true });
const written = () => ({
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
});

export const user = auth.table('user', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  ...written(),
});

const userId = (name = 'user_id') =>
  uuid(name)
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });

export const organization = auth.table('organization', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  logo: text('logo'),
  metadata: text('metadata'),
  createdAt: at('created_at').notNull().defaultNow(),
});

const organizationId = () =>
  uuid('organization_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });

export const session = auth.table(
  'session',
  {
    id: uuid('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: userId(),
    activeOrganizationId: uuid('active_organization_id').references(() => organization.id, {
      onDelete: 'set null',
    }),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    expiresAt: at('expires_at').notNull(),
    ...written(),
  },
  (table) => [index().on(table.userId)],
);

export const account = auth.table(
  'account',
  {
    id: uuid('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: userId(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: at('access_token_expires_at'),
    refreshTokenExpiresAt: at('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    ...written(),
  },
  (table) => [unique().on(table.providerId, table.accountId), index().on(table.userId)],
);

export const verification = auth.table(
  'verification',
  {
    id: uuid('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: at('expires_at').notNull(),
    ...written(),
  },
  (table) => [index().on(table.identifier)],
);

export const member = auth.table(
  'member',
  {
    id: uuid('id').primaryKey(),
    organizationId: organizationId(),
    userId: userId(),
    role: text('role').notNull().default('member'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [unique().on(table.organizationId, table.userId), index().on(table.userId)],
);

export const invitation = auth.table(
  'invitation',
  {
    id: uuid('id').primaryKey(),
    organizationId: organizationId(),
    email: text('email').notNull(),
    role: text('role'),
    status: text('status').notNull().default('pending'),
    inviterId: userId('inviter_id'),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [index().on(table.organizationId), index().on(table.email)],
);

export const rateLimit = auth.table('rate_limit', {
  id: uuid('id').primaryKey(),
  key: text('key').notNull().unique(),
  count: integer('count').notNull(),
  /** Milliseconds since 1970. */
  lastRequest: bigint('last_request', { mode: 'number' }).notNull(),
});

/** What people of the platform's own staff may do, beside their roles in organizations. */
export const staffGrants = auth.table(
  'staff_grants',
  {
    userId: userId(),
    role: text('role').notNull(),
    grantedAt: at('granted_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.role] }),
    check('staff_grants_role', sql`${table.role} in ('operator', 'finance')`),
  ],
);
