import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';

export interface CancelActivities {
  /** Asks Temporal to cancel the very run that calls this. */
  cancelThisRun(): Promise<void>;
}

export function createCancelActivities({ client }: { client: Client }): CancelActivities {
  return {
    async cancelThisRun() {
      const { workflowId, runId } = activityInfo().workflowExecution ?? {};
      if (workflowId === undefined) throw new Error('no workflow has called this');
      await client.workflow.getHandle(workflowId, runId).cancel();
    },
  };
}
