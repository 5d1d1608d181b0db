import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { DatabaseError } from '../db/errors.ts';

/** Refusals of our own database that no repetition can change. */
const finalRefusals = new Set(['job_not_found', 'stale_run', 'canceled']);

/** A failure that Temporal repeats by the step's own policy. */
function retryable(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: false });
}

/** A failure of this link that no repetition can change; the workflow decides by its type what comes next. */
export function final(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true });
}

/**
 * What an activity throws for an error from below: our database's refusals by their own names, everything else as it
 * is. Messages name no user content, since Temporal keeps them.
 */
export function asFailure(error: unknown): unknown {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (!(error instanceof DatabaseError)) return error;
  return finalRefusals.has(error.kind)
    ? final(error.kind, error.message)
    : retryable(error.kind, error.message);
}
