/** A job's life, in the order in which it goes; the states of the second half never change again by themselves. */
const openStatuses = ['queued', 'running', 'canceling'] as const;
const endedStatuses = ['succeeded', 'failed', 'canceled', 'expired'] as const;
export const jobStatuses = [...openStatuses, ...endedStatuses] as const;
export type JobStatus = (typeof jobStatuses)[number];
export type EndedStatus = (typeof endedStatuses)[number];

/** Whether nothing more will happen to the job by itself. */
export function hasEnded(status: JobStatus): status is EndedStatus {
  return (endedStatuses as readonly JobStatus[]).includes(status);
}

/** The steps of a job's timeline, in their order. */
export const jobStages = ['accepted', 'reserved', 'working', 'storing', 'settled'] as const;
export type JobStage = (typeof jobStages)[number];

/** What may become of one provider call. */
export const attemptStates = [
  'intent',
  'submitted',
  'delivered',
  'failed',
  'ambiguous',
  'canceled',
] as const;
