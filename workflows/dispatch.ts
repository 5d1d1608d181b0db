import { continueAsNew, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { SupervisionActivities } from '../activities/index.ts';
import { localStep } from './policies.ts';
import { dispatchEvery, dispatchTurns } from './standing.ts';

const { dispatchQueued } = proxyLocalActivities<SupervisionActivities>(localStep);

/** Starts the jobs that the API could not, and repeats cancel requests that Temporal has not heard of. Never ends. */
export async function dispatch(): Promise<void> {
  for (let turn = 0; turn < dispatchTurns; turn += 1) {
    await dispatchQueued().catch(nextTurnTriesAgain);
    await sleep(dispatchEvery);
  }
  await continueAsNew<typeof dispatch>();
}

function nextTurnTriesAgain(): void {
  // The activity's own log says what failed; the next turn sees the same queue.
}
