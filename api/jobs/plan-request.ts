import { parseId } from '../../domain/ids.ts';
import type { Operation } from '../../operations/operation.ts';
import { ProblemError } from '../http/problems/problem.ts';
import { invalidRequest, parseOrRefuse } from '../http/problems/validation.ts';
import { planJob, type PlannedJob, type Source } from './plan-job.ts';
import type { createJobFunctions } from './sql-functions.ts';

type Operations = ReadonlyMap<string, Operation>;

/** The catalogue by id. */
export function operationsOf(catalogue: readonly Operation[]): Operations {
  return new Map(catalogue.map((operation) => [operation.id, operation]));
}

/** The operation that a request names, and its input as that operation takes it. Throws `invalid_request`. */
export function checkedRequest(
  operations: Operations,
  request: { readonly operation: string; readonly input: unknown },
): { operation: Operation; input: Record<string, unknown> } {
  const operation = operations.get(request.operation);
  if (!operation) throw unknownOperation(request.operation, [...operations.keys()]);
  return { operation, input: parseOrRefuse(operation.input, request.input, 'input') };
}

/** The terms of a checked request, and the UUID of its picture if it has one. Throws ProblemError. */
export async function planRequest(
  sql: Pick<ReturnType<typeof createJobFunctions>, 'sourceOf'>,
  organizationId: string,
  operation: Operation,
  given: Record<string, unknown>,
): Promise<{ planned: PlannedJob; assetId: string | null }> {
  const assetId = typeof given.asset === 'string' ? parseId('ast', given.asset) : null;
  const source = 'asset' in given ? await findSource(sql, organizationId, assetId) : null;
  const at = { organizationId, now: new Date() };
  return { planned: planJob(operation, given, source, at), assetId };
}

async function findSource(
  sql: Pick<ReturnType<typeof createJobFunctions>, 'sourceOf'>,
  organizationId: string,
  assetId: string | null,
): Promise<Source> {
  const source = assetId && (await sql.sourceOf(organizationId, assetId));
  if (!source) throw new ProblemError('not_found', 'There is no such asset.');
  return source;
}

function unknownOperation(id: string, known: readonly string[]): ProblemError {
  const message = `Unknown operation ${JSON.stringify(id.slice(0, 64))}; there are ${known.join(', ')}`;
  return invalidRequest([{ field: 'operation', code: 'invalid_value', message }]);
}
