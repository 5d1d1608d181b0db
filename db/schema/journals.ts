import { sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true }).notNull().defaultNow();
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

export const journalKind = pgEnum('journal_kind', ['grant', 'settle', 'write_off']);

/** One business event of the ledger; append-only. */
export const journals = pgTable(
  'journals',
  {
    organizationId: uuid('organization_id').notNull(),
    id: uuid('id').notNull(),
    /** Its place among the journals of its wallet, counted under the wallet's lock; null where none is locked. */
    seq: bigint('seq', { mode: 'number' }),
    kind: journalKind('kind').notNull(),
    /** Unique in its kind: the caller's key of a grant, the reservation of a settle, the job of a write-off. */
    key: text('key').notNull(),
    /** What it did to the wallet, in credits, signed. */
    amount: bigint('amount', { mode: 'number' }).notNull(),
    /** The wallet's `posted` after it. */
    balanceAfter: bigint('balance_after', { mode: 'number' }).notNull(),
    jobId: uuid('job_id'),
    /** When it happened, and when we knew. */
    effectiveAt: at('effective_at'),
    recordedAt: at('recorded_at'),
    // Ids are not commit-ordered; an export's watermark needs the transaction.
    xid: xid8('xid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique('journals_seq').on(table.organizationId, table.seq),
    unique('journals_key').on(table.organizationId, table.kind, table.key),
  ],
);
