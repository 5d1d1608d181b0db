import { sql, type SQL } from 'drizzle-orm';

/** The condition of a check: the column holds one of these values. */
export function isOneOf(column: string, values: readonly string[]): SQL {
  return sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(', ')})`);
}
