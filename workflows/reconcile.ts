import { proxyActivities } from '@temporalio/workflow';
import type { ReconcileActivities } from '../activities/index.ts';
import { supervisionPass } from './policies.ts';

const { reconcileOpen } = proxyActivities<ReconcileActivities>(supervisionPass);

/** What a schedule of release 0.1.0 may still have started; `dispatch` does this now. The release after this one drops it. */
export async function reconcile(): Promise<void> {
  await reconcileOpen(null);
}
