import { z } from 'zod';
import { count } from '../http/contract/schemas.ts';

export const quoteResource = z
  .object({
    object: z.literal('quote'),
    operation: z.string(),
    answered_by: z
      .enum(['new_job', 'running_job', 'stored_result'])
      .describe('What such a request would be answered with now: only a new job costs anything'),
    job: z.string().nullable().describe('The job under way, or the one whose result is stored'),
    credits: z.object({
      price: count.describe('What the operation costs with this input'),
      charged: count.describe('What would be charged now, at most'),
    }),
  })
  .meta({ id: 'Quote' });

export type QuoteResource = z.infer<typeof quoteResource>;
