import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { DatabaseError } from '../db/errors.ts';
import { failureOf, type FailureType, triesOfLinkMax } from '../domain/failures.ts';

/** What our own database may say that no repetition can change. */
const finalKinds = [
  'job_not_found',
  'stale_run',
  'canceled',
  'deadline_exceeded',
  'insufficient_credits',
] as const satisfies readonly FailureType[];

/**
 * A failure of this link that no repetition can change; the workflow decides by its type what comes next.
 * @param facts what the customer is told beside the type: `required` and `available` credits
 */
export function final(
  type: FailureType,
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [facts] });
}

/** A failure that Temporal repeats by the step's own policy. */
export function passing(type: FailureType, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: false });
}

/**
 * What an activity throws for an error from below. Temporal keeps it and customers read its type, so it has one of our
 * own names and a text of our own: what an outside part said belongs into the log.
 */
export function asFailure(error: unknown): ApplicationFailure | CancelledFailure {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (isFullOrFailing(error)) return passing('unavailable', 'The disk takes or gives nothing');
  if (!(error instanceof DatabaseError)) {
    return passing('engine_failed', 'A part of the studio failed');
  }
  const kind = finalKinds.find((each) => each === error.kind);
  if (kind) return final(kind, 'The job is no longer this run’s, or is to stop', error.details);
  return error.kind === 'unavailable'
    ? passing('unavailable', 'The database does not answer')
    : passing('engine_failed', 'The database refused');
}

/**
 * Ends a failure's repetitions where its kind has a budget and that is used up.
 * @param before how often the link has failed like this already
 */
export function withinBudget(
  failure: ApplicationFailure | CancelledFailure,
  before: number,
): ApplicationFailure | CancelledFailure {
  if (failure instanceof CancelledFailure || failure.nonRetryable) return failure;
  const { retry } = failureOf(failure.type ?? '');
  const isLeft = retry === 'budget' && before + 1 < triesOfLinkMax;
  if (retry === 'until-it-works' || isLeft) return failure;
  return ApplicationFailure.create({
    type: failure.type ?? 'engine_failed',
    message: failure.message,
    nonRetryable: true,
  });
}

/** Whether a failure is trouble of our own, to be waited out. */
export function isOurTrouble(failure: unknown): boolean {
  return (
    failure instanceof ApplicationFailure &&
    !failure.nonRetryable &&
    failureOf(failure.type ?? '').retry === 'until-it-works'
  );
}

/** Of a file system that is full, read-only, not mounted or broken, or of a process that has no file left to open. */
const diskTrouble = new Set(
  'ENOSPC EDQUOT EFBIG EROFS EIO EMFILE ENFILE ESTALE ENODEV ETIMEDOUT EACCES EPERM'.split(' '),
);

/** Whether an error, or what a child process said of its own, comes from the file system and may pass. */
export function isFullOrFailing(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    (typeof code === 'string' && diskTrouble.has(code)) ||
    (typeof message === 'string' && message.includes('No space left on device'))
  );
}
