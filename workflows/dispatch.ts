import { continueAsNew, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { DispatchActivities } from '../activities/index.ts';
import { localStep } from './policies.ts';
import { dispatchEvery, dispatchRounds } from './standing.ts';

const { dispatchQueued } = proxyLocalActivities<DispatchActivities>(localStep);

/** Starts the jobs that the API could not, and repeats cancel requests that Temporal has not heard of. Never ends. */
export async function dispatch(): Promise<void> {
  for (let round = 0; round < dispatchRounds; round += 1) {
    await dispatchQueued().catch(nextRoundTriesAgain);
    await sleep(dispatchEvery);
  }
  await continueAsNew<typeof dispatch>();
}

function nextRoundTriesAgain(): void {
  // The activity's own log says what failed; the next round sees the same queue.
}
