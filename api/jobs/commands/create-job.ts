import { createHash } from 'node:crypto';
import type { Database } from '../../../db/client.ts';
import { publicId } from '../../../domain/ids.ts';
import { uuidv7 } from '../../../db/uuidv7.ts';
import type { Operation } from '../../../operations/operation.ts';
import type { JobInput, Outcome } from '../../../domain/plan.ts';
import type { Principal } from '../../auth/principal.ts';
import { insufficientCredits } from '../../http/problems/problem.ts';
import { hashOf, type PlannedJob } from '../plan-job.ts';
import { checkedRequest, operationsOf, planRequest } from '../plan-request.ts';
import { findRequest, idOfRequest } from '../../http/idempotency.ts';
import { createJobFunctions } from '../sql-functions.ts';

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
  /** True when an equal request's job was under way: it answers both, and is paid once. */
  readonly joined: boolean;
}

type JobFunctions = ReturnType<typeof createJobFunctions>;

interface AcceptedJob extends CreatedJob {
  readonly planned: PlannedJob;
}

const made = { replayed: false, joined: false } as const;

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
  const { starter, cross } = deps;
  const sql = createJobFunctions(deps.database);
  const operations = operationsOf(deps.catalogue);

  return async (request) => {
    const { operation, input } = checkedRequest(operations, request);
    const { organizationId } = request.principal;
    const idempotency = keyOf(request);
    // Before anything else: a replay is the same job, whatever became of its picture.
    const known = idempotency && (await findRequest(deps.database, organizationId, idempotency));
    if (known) return { ...made, jobId: idOfRequest(known), replayed: true };
    const accepted = await accept(sql, request, operation, input);
    if (accepted.replayed || accepted.joined) return accepted;
    cross('accept.committed');
    deps.log.info(logFields(request, accepted), 'job accepted');
    const outcome = await starter.start({
      jobId: publicId('job', accepted.jobId),
      organizationId: publicId('org', organizationId),
      plan: accepted.planned.plan,
    });
    const isShort = outcome?.error === 'insufficient_credits';
    if (isShort || request.idempotencyKey) {
      const shortage = await sql.answerKey(organizationId, accepted.jobId);
      if (shortage) throw insufficientCredits(shortage);
    }
    return accepted;
  };
}

/** Ids, and the hash by which an operator finds equal prompts; never what somebody wrote. */
function logFields({ principal, operation }: JobRequest, { jobId, planned }: AcceptedJob): object {
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
  sql: JobFunctions,
  request: JobRequest,
  operation: Operation,
  given: Record<string, unknown>,
): Promise<AcceptedJob> {
  const { organizationId, userId } = request.principal;
  const { planned, assetId } = await planRequest(sql, organizationId, operation, given);
  const { outcome, job_id: jobId } = await sql.acceptJob(organizationId, {
    job_id: uuidv7(),
    created_by: userId,
    operation: operation.id,
    operation_version: operation.version,
    input: planned.input,
    plan: planned.plan,
    input_asset_id: assetId,
    cache_key: planned.cacheKey,
    priority: planned.plan.priority,
    start_by: planned.plan.startBy,
    idempotency: keyOf(request),
  });
  if (outcome === 'accepted' || outcome === 'joined') {
    return { ...made, jobId, joined: outcome === 'joined', planned };
  }
  return { ...made, jobId: idOfRequest({ outcome, id: jobId }), replayed: true, planned };
}

function keyOf({ idempotencyKey: key, operation, input }: JobRequest) {
  return key === null ? null : { route, key, request_hash: hashOf([operation, input]) };
}
