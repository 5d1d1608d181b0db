import type { Database } from '../../db/client.ts';
import type { Plan } from '../../domain/plan.ts';
import type { IdempotencyKey, KnownOutcome } from '../http/idempotency.ts';
import type { PlannedJob, Source } from './plan-job.ts';

/** What `accept_job` writes down. */
interface Acceptance {
  readonly job_id: string;
  readonly created_by: string | null;
  readonly operation: string;
  readonly operation_version: number;
  readonly input: Record<string, unknown>;
  readonly plan: Plan;
  readonly input_asset_id: string | null;
  readonly cache_key: string;
  readonly priority: number;
  readonly start_by: string;
  /** The caller's key, and what it stands for. */
  readonly idempotency: IdempotencyKey | null;
}

interface Accepted {
  /** `joined`: an equal job is under way. */
  readonly outcome: 'accepted' | 'joined' | KnownOutcome;
  /** The job that answers the request, if it is not the new one. */
  readonly job_id: string;
}

/** What a request would be answered with, and the job that does so if none is made for it. */
interface Quoted {
  readonly outcome: 'new' | 'joined' | 'stored_result';
  readonly job_id: string | null;
}

/** Credits that a job needs and those that the wallet can pay. */
interface Shortage {
  readonly required: number;
  readonly available: number;
}

/** What became of the request: nothing had started, it is on its way, or there was nothing left to cancel. */
export type CancelAnswer = 'canceled' | 'canceling' | 'ended';

/**
 * The functions in db/jobs that accept and cancel jobs, by the same names: what each takes and answers is said here for
 * this room, and there in SQL. Each is one transaction in the organization's name. Ids are UUIDs.
 */
export function createJobFunctions(database: Pick<Database, 'callAs'>) {
  return {
    /** Null when the organization has no such asset. */
    sourceOf: (organizationId: string, assetId: string) =>
      database.callAs<Source | null>(organizationId, 'source_of($2)', [assetId]),

    /**
     * Throws a DatabaseError: `insufficient_credits`, `quota_exceeded` (storage), or `asset_not_found` when the picture
     * was deleted meanwhile.
     */
    acceptJob: (organizationId: string, acceptance: Acceptance) =>
      database.callAs<Accepted>(organizationId, 'accept_job($2)', [JSON.stringify(acceptance)]),

    quoteJob: (organizationId: string, { cacheKey, plan }: PlannedJob) =>
      database.callAs<Quoted>(organizationId, 'quote_job($2, $3)', [
        cacheKey,
        JSON.stringify(plan),
      ]),

    /** From now on the key answers with the job; a job that could not be paid gives its key back instead. */
    answerKey: (organizationId: string, jobId: string) =>
      database.callAs<Shortage | null>(organizationId, 'answer_key($2)', [jobId]),

    /** Throws a DatabaseError, `job_not_found`, when the organization has no such job. */
    requestCancel: (organizationId: string, jobId: string) =>
      database.callAs<CancelAnswer>(organizationId, 'request_cancel($2)', [jobId]),
  };
}
