import type { Operation } from '../../../operations/operation.ts';
import { route } from '../../http/contract/route.ts';
import type { QuoteRequest } from '../quote-job.ts';
import { quoteResource, type QuoteResource } from '../quote-resource.ts';
import { requestOf } from '../request.ts';

/** POST /v1/quotes: what the same request would cost as a job, before anything is spent. */
export const quoteJob = (deps: {
  catalogue: readonly Operation[];
  quoteJob: (request: QuoteRequest) => Promise<QuoteResource>;
}) =>
  route(
    {
      id: 'quoteJob',
      method: 'post',
      path: '/v1/quotes',
      summary: 'What a job would cost, before it is made',
      access: 'read',
      body: requestOf(deps.catalogue),
      answers: { 200: { description: 'The quote; nothing is held', body: quoteResource } },
      problems: [
        'invalid_request',
        'not_found',
        'body_too_large',
        'unsupported_media_type',
        'output_too_large',
      ],
    },
    async ({ body, principal: { organizationId } }) => ({
      status: 200,
      body: await deps.quoteJob({ ...body, organizationId }),
    }),
  );
