import { continueAsNew, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { DispatchActivities, ReconcileActivities } from '../activities/index.ts';
import { localStep } from './policies.ts';
import {
  dispatchEvery,
  dispatchRounds,
  type DispatchState,
  firstDispatch,
  reconcileEveryRounds,
} from './standing.ts';

const { dispatchQueued, reconcileOpen, clearOldKeys } = proxyLocalActivities<
  DispatchActivities & ReconcileActivities
>(localStep);

/**
 * Starts the jobs that the API could not, and repeats cancel requests that Temporal has not heard of; a page at a time it
 * ends what a terminated workflow left open and restarts what Temporal has forgotten. Never ends.
 * @param state absent in histories that release 0.1.0 began: those reconcile nothing, and are replaced
 */
export async function dispatch(state?: DispatchState): Promise<void> {
  let reconciling = state;
  for (let round = 0; round < dispatchRounds; round += 1) {
    await dispatchQueued().catch(nextRoundTriesAgain);
    if (reconciling) reconciling = await reconcileRound(reconciling);
    await sleep(dispatchEvery);
  }
  await continueAsNew<typeof dispatch>(reconciling ?? firstDispatch);
}

/** One page of a pass over the open jobs, when it is time for one. */
async function reconcileRound(state: DispatchState): Promise<DispatchState> {
  const { roundsToReconcile, reconciledTo } = state;
  if (reconciledTo === null && roundsToReconcile > 0) {
    return { roundsToReconcile: roundsToReconcile - 1, reconciledTo };
  }
  if (reconciledTo === null) await clearOldKeys().catch(nextRoundTriesAgain);
  try {
    const next = await reconcileOpen(reconciledTo);
    return { roundsToReconcile: next === null ? reconcileEveryRounds : 0, reconciledTo: next };
  } catch {
    return state;
  }
}

function nextRoundTriesAgain(): void {
  // The activity's own log says what failed; the next round sees the same queue.
}
