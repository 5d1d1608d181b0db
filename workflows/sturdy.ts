import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import { durableStep, localStep } from './policies.ts';

/**
 * Runs each activity as a local one first: no event of its own, no round trip. One that fails twice is repeated as an
 * ordinary activity, which retries for ever where an operator can see, pause and reset it. A refusal that no repetition
 * can change is thrown as it is.
 */
export function sturdy<Activities>(): Pick<Activities, keyof Activities> {
  const local = proxyLocalActivities(localStep);
  const durable = proxyActivities(durableStep);
  return new Proxy({} as Pick<Activities, keyof Activities>, {
    get:
      (_, name: string) =>
      async (...args: unknown[]): Promise<unknown> => {
        try {
          return await local[name]?.(...args);
        } catch (error) {
          if (isCancellation(error) || isFinal(error)) throw error;
          return await durable[name]?.(...args);
        }
      },
  });
}

function isFinal(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof ApplicationFailure &&
    error.cause.nonRetryable === true
  );
}
