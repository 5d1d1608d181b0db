import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { DatabaseError } from '../db/errors.ts';
import type { FailureType } from '../domain/failures.ts';

/** What our own database may say that no repetition can change. */
const finalKinds = ['job_not_found', 'stale_run', 'canceled'] as const;

/** A failure of this link that no repetition can change; the workflow decides by its type what comes next. */
export function final(type: FailureType, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true });
}

/**
 * What an activity throws for an error from below. Temporal keeps it and customers read its type, so it has one of our
 * own names and a text of our own: what an outside part said belongs into the log.
 */
export function asFailure(error: unknown): ApplicationFailure | CancelledFailure {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (!(error instanceof DatabaseError))
    return retryable('engine_failed', 'A part of the studio failed');
  const kind = finalKinds.find((each) => each === error.kind);
  if (kind) return final(kind, 'The job is no longer this run’s');
  return error.kind === 'unavailable'
    ? retryable('unavailable', 'The database does not answer')
    : retryable('engine_failed', 'The database refused');
}

/** A failure that Temporal repeats by the step's own policy. */
function retryable(type: FailureType, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: false });
}
