import type { Database } from '../../db/client.ts';
import { publicId } from '../../domain/ids.ts';
import type { Operation } from '../../operations/operation.ts';
import type { QuoteResource } from './quote-resource.ts';
import { createJobFunctions } from './sql-functions.ts';
import { checkedRequest, operationsOf, planRequest } from './plan-request.ts';

export interface QuoteRequest {
  /** UUID. */
  readonly organizationId: string;
  readonly operation: string;
  readonly input: unknown;
}

/**
 * Says what a request would cost now, and why; makes and holds nothing.
 * Throws what the request itself would be refused with, the wallet left aside.
 */
export function quoteJobQuery(deps: {
  database: Database;
  catalogue: readonly Operation[];
}): (request: QuoteRequest) => Promise<QuoteResource> {
  const sql = createJobFunctions(deps.database);
  const operations = operationsOf(deps.catalogue);
  return async (request) => {
    const { organizationId } = request;
    const { operation, input } = checkedRequest(operations, request);
    const { planned } = await planRequest(sql, organizationId, operation, input);
    const { outcome, job_id: job } = await sql.quoteJob(organizationId, planned);
    const { reserveCredits } = planned.plan;
    return {
      object: 'quote',
      operation: operation.id,
      answered_by: outcome === 'joined' ? 'running_job' : outcome === 'new' ? 'new_job' : outcome,
      job: job && publicId('job', job),
      credits: { price: reserveCredits, charged: outcome === 'new' ? reserveCredits : 0 },
    };
  };
}
