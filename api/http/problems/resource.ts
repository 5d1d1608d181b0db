import { z } from 'zod';
import { count } from '../contract/schemas.ts';

/** RFC 9457. */
export const problemResource = z
  .object({
    type: z.string().describe('Path of the page that explains this problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('The request id'),
    code: z.string().describe('Stable, for programs'),
    param: z.string().optional().describe('The first failing field'),
    errors: z
      .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .describe('Every failing field'),
    request_id: z.string(),
    retryable: z.boolean(),
    doc_url: z.string(),
    required: count.optional().describe('Credits the job costs (402)'),
    available: count.optional().describe('Credits the wallet has (402)'),
    limit: count.optional().describe('What somebody has set (429)'),
    used: count.optional().describe('What of it is used up (429)'),
    resets_at: z.string().optional().describe('When it begins anew, ISO 8601 (429)'),
    accepted: z.array(z.string()).optional().describe('Mime types that are accepted (415, 422)'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemResource>;
