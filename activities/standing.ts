import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';

const schedules = [
  { workflow: 'reconcile', every: '60s' },
  { workflow: 'verify', every: '1h' },
  { workflow: 'sweep', every: '24h' },
] as const;

type Standing = 'dispatch' | (typeof schedules)[number]['workflow'];

/** Dispatcher, reconciler and housekeeping live in Temporal: whichever worker starts first brings them to life. */
export async function startStandingWorkflows(
  client: Client,
  taskQueue: string,
  ids: Record<Standing, string>,
): Promise<void> {
  await client.workflow.start('dispatch', {
    taskQueue,
    workflowId: ids.dispatch,
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  for (const { workflow, every } of schedules) {
    await client.schedule
      .create({
        scheduleId: ids[workflow],
        spec: { intervals: [{ every }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP },
        action: {
          type: 'startWorkflow',
          workflowType: workflow,
          workflowId: ids[workflow],
          taskQueue,
        },
      })
      .catch((error: unknown) => {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      });
  }
}
