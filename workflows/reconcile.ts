import { proxyActivities } from '@temporalio/workflow';
import type { SupervisionActivities } from '../activities/index.ts';
import { supervisionPass } from './policies.ts';

const { reconcileOpen } = proxyActivities<SupervisionActivities>(supervisionPass);

/** Ends what a terminated workflow left open, restarts what Temporal has forgotten. Run by a schedule. */
export async function reconcile(): Promise<void> {
  await reconcileOpen();
}
