import { z } from 'zod';
import { parseId, publicId, type IdPrefix } from '../../domain/ids.ts';
import type { Page } from './page.ts';
import { invalidRequest } from './problems/validation.ts';

const timestamp = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** Where a page ended: over (created_at, id), so that rows made meanwhile move nothing. */
interface Position {
  /** As the database writes it, to the microsecond: a Date would lose three digits and with them rows. */
  readonly createdAt: string;
  /** UUID. */
  readonly id: string;
}

/** `?limit=20&cursor=…` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
});

export interface PageRequest {
  readonly limit: number;
  readonly after: Position | null;
}

/** Refuses a cursor that we did not write. */
export function pageRequest(
  query: { limit: number; cursor?: string | undefined },
  prefix: IdPrefix,
): PageRequest {
  return { limit: query.limit, after: query.cursor ? readCursor(query.cursor, prefix) : null };
}

/** The page of `rows`, of which the query was asked for one more than the limit to know whether there is more. */
export function pageOfRows<Row extends { id: string; position: string }, Item>(
  rows: readonly Row[],
  limit: number,
  prefix: IdPrefix,
  render: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    object: 'list',
    data: shown.map(render),
    has_more: last !== undefined,
    next_cursor: last ? writeCursor({ createdAt: last.position, id: last.id }, prefix) : null,
  };
}

function writeCursor({ createdAt, id }: Position, prefix: IdPrefix): string {
  return Buffer.from(`${createdAt} ${publicId(prefix, id)}`).toString('base64url');
}

/** A timestamp that Postgres takes: `Date` alone would make the 2nd of March of a 30th of February. */
function isMoment(text: string): boolean {
  const date = new Date(text);
  if (!timestamp.test(text) || Number.isNaN(date.getTime())) return false;
  return date.toISOString().slice(0, 19) === text.slice(0, 19);
}

function readCursor(cursor: string, prefix: IdPrefix): Position {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [createdAt = '', publicForm = ''] = text.split(' ');
  const id = parseId(prefix, publicForm);
  if (id !== null && isMoment(createdAt) && writeCursor({ createdAt, id }, prefix) === cursor)
    return { createdAt, id };
  throw invalidRequest([
    { field: 'cursor', code: 'invalid_cursor', message: 'Use the `next_cursor` of a page' },
  ]);
}
