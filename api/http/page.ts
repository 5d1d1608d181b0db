import { z } from 'zod';
import type { Answer } from './contract/route.ts';

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

/** A page, with the address of the next one. */
export function pageAnswer(path: string, limit: number, page: Page<unknown>): Answer {
  const next = `${path}?limit=${limit}&cursor=${page.next_cursor ?? ''}`;
  return {
    status: 200,
    body: page,
    headers: page.next_cursor === null ? {} : { Link: `<${next}>; rel="next"` },
  };
}
