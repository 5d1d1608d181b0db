import type { Duration } from '@temporalio/common';
import { firstDispatch } from '../../workflows/standing.ts';
import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';

/** One line of the table in workflows/standing.ts, with its id in this installation. */
interface Standing {
  readonly name: string;
  readonly id: string;
  readonly every: Duration;
  /** It never ends, so it needs no schedule. */
  readonly forever: boolean;
}

/** Dispatcher, reconciler and housekeeping live in Temporal: whichever worker starts first brings them to life. */
export async function startStandingWorkflows(
  client: Client,
  taskQueue: string,
  all: readonly Standing[],
): Promise<void> {
  for (const { name, id, every, forever } of all) {
    if (forever) {
      await client.workflow.start(name, {
        taskQueue,
        workflowId: id,
        args: [firstDispatch],
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      continue;
    }
    await client.schedule
      .create({
        scheduleId: id,
        spec: { intervals: [{ every }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP },
        action: { type: 'startWorkflow', workflowType: name, workflowId: id, taskQueue },
      })
      .catch((error: unknown) => {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      });
  }
}
