import { createHash } from 'node:crypto';
import type { Database } from '../../../db/client.ts';
import { parseId, publicId } from '../../../domain/ids.ts';
import { uuidv7 } from '../../../db/uuidv7.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { JobInput, Outcome } from '../../../domain/plan.ts';
import type { Principal } from '../../auth/principal.ts';
import { insufficientCredits, ProblemError } from '../../http/problems/problem.ts';
import { invalidRequest, parseOrRefuse } from '../../http/problems/validation.ts';
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

/** Calls one function of db/jobs/05-accept.sql for the caller's organization. */
type Ask = <Answer>(call: string, values: readonly unknown[]) => Promise<Answer>;

interface Shortage {
  readonly required: number;
  readonly available: number;
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
    const { organizationId } = request.principal;
    const ask: Ask = (call, values) => database.callAs(organizationId, call, values);
    const accepted = await accept(ask, request, operation, input);
    if (accepted.replayed) return accepted;
    cross('accept.committed');
    deps.log.info(saidOf(request, accepted), 'job accepted');
    const outcome = await starter.start({
      jobId: publicId('job', accepted.jobId),
      organizationId: publicId('org', organizationId),
      plan: accepted.planned.plan,
    });
    const refused = outcome?.error === 'insufficient_credits';
    if (refused || request.idempotencyKey) {
      const shortage = await ask<Shortage | null>('answer_key($2)', [accepted.jobId]);
      if (shortage) throw insufficientCredits(shortage);
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

async function accept(
  ask: Ask,
  request: JobRequest,
  operation: Operation,
  given: Record<string, unknown>,
): Promise<Accepted> {
  const { principal, idempotencyKey } = request;
  const assetId = typeof given.asset === 'string' ? parseId('ast', given.asset) : null;
  const source = 'asset' in given ? await findSource(ask, assetId) : null;
  const planned = planJob(operation, given, source, {
    organizationId: principal.organizationId,
    now: new Date(),
  });
  const { outcome, job_id: jobId } = await ask<{ outcome: string; job_id: string }>(
    'accept_job($2)',
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
  );
  if (outcome === 'key_reused') throw new ProblemError('idempotency_key_reused');
  if (outcome === 'in_flight') {
    throw new ProblemError('request_in_flight', undefined, { retryAfterSeconds: 1 });
  }
  return { jobId, replayed: outcome === 'replayed', planned };
}

async function findSource(ask: Ask, assetId: string | null): Promise<Source> {
  const source = assetId && (await ask<Source | null>('source_of($2)', [assetId]));
  if (!source) throw new ProblemError('not_found', 'There is no such asset.');
  return source;
}

function unknownOperation(id: string, known: readonly string[]): ProblemError {
  const message = `Unknown operation ${JSON.stringify(id.slice(0, 64))}; there are ${known.join(', ')}`;
  return invalidRequest([{ field: 'operation', code: 'invalid_value', message }]);
}
