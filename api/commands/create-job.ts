import { createHash } from 'node:crypto';
import type { Database, Sql } from '../../db/client.ts';
import { parseId, publicId, uuidv7 } from '../../db/ids.ts';
import type { Operation } from '../../operations/operation.ts';
import type { JobInput, Outcome } from '../../workflows/plan.ts';
import type { Principal } from '../principal.ts';
import { ProblemError } from '../problems.ts';
import { invalidRequest, parseOrRefuse } from '../validation.ts';
import { hashOf, planJob, type PlannedJob, type Source } from './plan-job.ts';

const route = 'POST /v1/jobs';

/** How a job gets to Temporal. */
export interface JobStarter {
  /** Answers how `reserve` left the job, or null when Temporal or a worker did not answer in time. Never throws. */
  start(job: JobInput): Promise<Outcome | null>;
}

export interface JobRequest {
  readonly principal: Principal;
  readonly operation: string;
  readonly input: unknown;
  readonly idempotencyKey: string | null;
}

export interface CreatedJob {
  /** UUID of the job. */
  readonly jobId: string;
  /** True when an earlier request with the same key had made it. */
  readonly replayed: boolean;
}

interface Accepted extends CreatedJob {
  readonly planned: PlannedJob;
}

/**
 * Accepts a request: the job is committed before Temporal is told, so that whatever happens next it is started, once.
 * Throws ProblemError (invalid_request, not_found, insufficient_credits, request_in_flight, …).
 */
export function createJobCommand(deps: {
  database: Database;
  catalogue: readonly Operation[];
  starter: JobStarter;
  /** Crossed between the job's row and its start. */
  cross: (point: 'accept.committed') => void;
  log: { info: (fields: object, message: string) => void };
}): (request: JobRequest) => Promise<CreatedJob> {
  const { database, starter, cross } = deps;
  const operations = new Map(deps.catalogue.map((operation) => [operation.id, operation]));

  return async (request) => {
    const operation = operations.get(request.operation);
    if (!operation) throw unknownOperation(request.operation, [...operations.keys()]);
    const input = parseOrRefuse(operation.input, request.input, 'input');
    const accepted = await database.withOrganization(request.principal.organizationId, (tx) =>
      accept(tx, request, operation, input),
    );
    if (accepted.replayed) return accepted;
    cross('accept.committed');
    deps.log.info(saidOf(request, accepted), 'job accepted');
    const outcome = await starter.start({
      jobId: publicId('job', accepted.jobId),
      organizationId: publicId('org', request.principal.organizationId),
      plan: accepted.planned.plan,
    });
    const refused = outcome?.error === 'insufficient_credits';
    if (refused || request.idempotencyKey) {
      await answered(database, request.principal.organizationId, accepted.jobId, refused);
    }
    return accepted;
  };
}

/** Ids, and the hash by which an operator finds equal prompts; never what somebody wrote. */
function saidOf({ principal, operation }: JobRequest, { jobId, planned }: Accepted): object {
  const { prompt } = planned.input;
  return {
    job: publicId('job', jobId),
    organization: publicId('org', principal.organizationId),
    operation,
    ...(typeof prompt === 'string' && {
      prompt_sha256: createHash('sha256').update(prompt).digest('hex'),
    }),
  };
}

/** From now on the key answers with the job; a job refused for want of credits gives its key back. */
async function answered(
  database: Database,
  organizationId: string,
  jobId: string,
  refused: boolean,
): Promise<void> {
  const shortage = await database.withOrganization(organizationId, async (tx) => {
    await tx.query('select answer_key($1)', [jobId]);
    return refused ? await shortageOf(tx, jobId) : null;
  });
  if (shortage) throw shortage;
}

async function accept(
  tx: Sql,
  request: JobRequest,
  operation: Operation,
  given: Record<string, unknown>,
): Promise<Accepted> {
  const { principal, idempotencyKey } = request;
  const assetId = typeof given.asset === 'string' ? parseId('ast', given.asset) : null;
  const source = assetId ? await findSource(tx, assetId) : null;
  const planned = planJob(operation, given, source, {
    organizationId: principal.organizationId,
    now: new Date(),
  });
  const [row] = await tx.query<{ answer: { outcome: string; job_id: string } }>(
    'select accept_job($1) as answer',
    [
      JSON.stringify({
        job_id: uuidv7(),
        created_by: principal.userId,
        operation: operation.id,
        operation_version: operation.version,
        input: planned.input,
        plan: planned.plan,
        input_asset_id: assetId,
        cache_key: planned.cacheKey,
        priority: planned.plan.priority,
        start_by: planned.plan.startBy,
        idempotency: idempotencyKey && {
          route,
          key: idempotencyKey,
          request_hash: hashOf([request.operation, request.input]),
        },
      }),
    ],
    'accept_job',
  );
  if (!row) throw new Error('accept_job answers one row');
  const { outcome, job_id: jobId } = row.answer;
  if (outcome === 'key_reused') throw new ProblemError('idempotency_key_reused');
  if (outcome === 'in_flight') {
    throw new ProblemError('request_in_flight', undefined, { retryAfterSeconds: 1 });
  }
  return { jobId, replayed: outcome === 'replayed', planned };
}

async function findSource(tx: Sql, assetId: string): Promise<Source> {
  const [source] = await tx.query<Source>(
    `select mime_type as "mimeType", width, height, coalesce(original_sha256, sha256) as hash
       from assets where id = $1 and deleted_at is null`,
    [assetId],
    'find_source',
  );
  if (!source) throw new ProblemError('not_found', 'There is no such asset.');
  return source;
}

async function shortageOf(tx: Sql, jobId: string): Promise<ProblemError> {
  const [row] = await tx.query<{ error: { required: number; available: number } }>(
    'select error from jobs where id = $1',
    [jobId],
  );
  const { required = 0, available = 0 } = row?.error ?? {};
  const text = `This costs ${required} credits and ${available} are available.`;
  return new ProblemError('insufficient_credits', text, { required, available });
}

function unknownOperation(id: string, known: readonly string[]): ProblemError {
  const message = `Unknown operation ${JSON.stringify(id.slice(0, 64))}; there are ${known.join(', ')}`;
  return invalidRequest([{ field: 'operation', code: 'invalid_value', message }]);
}
