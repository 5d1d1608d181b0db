import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from './contract/route.ts';
import { matchesEtag } from './etag.ts';

/** A page of a list, newest first; `next_cursor` goes back as `cursor` and is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    object: z.literal('list'),
    data: z.array(item),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });
}

export interface Page<Item> {
  object: 'list';
  data: Item[];
  has_more: boolean;
  next_cursor: string | null;
}

/** What is told about a page in the OpenAPI document. */
export const pageAnswers = <Item extends z.ZodType>(item: Item) => ({
  200: { description: 'A page', body: pageOf(item), headers: ['Link', 'ETag'] },
  304: { description: 'Unchanged since the ETag in If-None-Match', headers: ['ETag'] },
});

export const pageHeaders = z.object({ 'if-none-match': z.string().optional() });

/** A page, with the address of the next one; 304 when the caller has this very page. */
export function pageAnswer(
  path: string,
  limit: number,
  page: Page<unknown>,
  ifNoneMatch: string | undefined,
): Answer {
  const bytes = Buffer.from(JSON.stringify(page));
  // Weak: it may be compressed on its way.
  const etag = `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' };
  if (matchesEtag(ifNoneMatch, etag)) return { status: 304, headers };
  const next = `${path}?limit=${limit}&cursor=${page.next_cursor ?? ''}`;
  return {
    status: 200,
    bytes,
    headers: page.next_cursor === null ? headers : { ...headers, Link: `<${next}>; rel="next"` },
  };
}
