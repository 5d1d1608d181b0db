import { proxyActivities } from '@temporalio/workflow';
import type { ReconcileActivities } from '../activities/index.ts';
import { supervisionPass } from './policies.ts';

const { reconcileOpen } = proxyActivities<ReconcileActivities>(supervisionPass);

/** Ends what a terminated workflow left open, restarts what Temporal has forgotten. Run by a schedule. */
export async function reconcile(): Promise<void> {
  await reconcileOpen();
}
