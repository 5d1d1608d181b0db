import {
  ActivityFailure,
  type ActivityOptions,
  ApplicationFailure,
  isCancellation,
  type LocalActivityOptions,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';

type Steps = Record<string, (...args: unknown[]) => Promise<unknown>>;

/**
 * Runs each activity as a local one first: no event of its own, no round trip. One that fails there is repeated as
 * an ordinary activity, which retries where an operator can see, pause and reset it. A failure that no repetition
 * can change is thrown as it is.
 */
export function localFirst<Activities>(
  first: LocalActivityOptions,
  then: ActivityOptions,
): Pick<Activities, keyof Activities> {
  const local = proxyLocalActivities<Steps>(first);
  const durable = proxyActivities<Steps>(then);
  return new Proxy({} as Pick<Activities, keyof Activities>, {
    get:
      (_, name: string) =>
      (...args: unknown[]) =>
        local[name]?.(...args).catch((error: unknown) => {
          if (isCancellation(error) || isFinal(error)) throw error;
          return durable[name]?.(...args);
        }),
  });
}

/** What went wrong inside an activity. An ordinary one wraps it, a local one throws it as it is. */
export function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure ? error.cause : error;
}

/** Whether no repetition can change it. */
export function isFinal(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}
