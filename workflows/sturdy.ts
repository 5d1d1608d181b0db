import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import { durableStep, localStep } from './policies.ts';

type Steps = Record<string, (...args: unknown[]) => Promise<unknown>>;

/**
 * Runs each activity as a local one first: no event of its own, no round trip. One that fails twice is repeated as an
 * ordinary activity, which retries for ever where an operator can see, pause and reset it. A refusal that no repetition
 * can change is thrown as it is. What has begun is finished also when the job is canceled meanwhile.
 */
export function sturdy<Activities>(): Pick<Activities, keyof Activities> {
  const local = proxyLocalActivities<Steps>(localStep);
  const durable = proxyActivities<Steps>(durableStep);
  return new Proxy({} as Pick<Activities, keyof Activities>, {
    get:
      (_, name: string) =>
      (...args: unknown[]) =>
        local[name]?.(...args).catch((error: unknown) => {
          if (isCancellation(error) || isFinal(error)) throw error;
          return CancellationScope.nonCancellable(async () => await durable[name]?.(...args));
        }),
  });
}

function isFinal(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof ApplicationFailure &&
    error.cause.nonRetryable === true
  );
}
