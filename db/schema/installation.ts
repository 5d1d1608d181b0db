import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, uuid } from 'drizzle-orm/pg-core';

/** The one row that tells this database from every other, and names the object store that belongs to it. */
export const installation = pgTable(
  'installation',
  {
    one: boolean('one').primaryKey().default(true),
    id: uuid('id').notNull().defaultRandom(),
    /** Null until the two have met. */
    storeId: uuid('store_id'),
  },
  () => [check('installation_one', sql`one`)],
);
