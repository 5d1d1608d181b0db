import { randomUUID } from 'node:crypto';
import type { SagaRig } from './saga-rig.ts';
import { publicId } from '../../domain/ids.ts';

/** One workflow task of one run: a place to which an operator may reset the workflow. */
export type ResetPoint = Awaited<ReturnType<typeof resetPoints>>[number];

/** Every place in the job's current history to which it can be reset. */
export async function resetPoints(rig: SagaRig, jobId: string) {
  const handle = rig.client.workflow.getHandle(publicId('job', jobId));
  const { runId } = await handle.describe();
  const { events } = await handle.fetchHistory();
  return (events ?? [])
    .filter((event) => event.workflowTaskCompletedEventAttributes)
    .map(({ eventId }) => ({ runId, eventId: eventId ?? null }));
}

/** Resets the job's workflow as the Web UI does. */
export async function resetTo(rig: SagaRig, jobId: string, point: ResetPoint): Promise<void> {
  await rig.client.workflowService.resetWorkflowExecution({
    namespace: rig.client.options.namespace,
    workflowExecution: { workflowId: publicId('job', jobId), runId: point.runId },
    reason: 'test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: point.eventId,
  });
}
