import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { Priority, SearchAttributePair } from '@temporalio/common';
import type { Link } from '../operations/operation.ts';
import type { JobInput } from './plan.ts';
import { isQuick } from './policies.ts';

/** Answered by the job's first workflow task with the outcome of `reserve`. */
export const acceptedUpdate = 'accepted';
export const progressQuery = 'progress';

const operationAttribute = defineSearchAttributeKey('Operation', SearchAttributeType.KEYWORD);
const organizationAttribute = defineSearchAttributeKey('Organization', SearchAttributeType.KEYWORD);
export const outcomeAttribute = defineSearchAttributeKey('Outcome', SearchAttributeType.KEYWORD);
export const providerAttribute = defineSearchAttributeKey('Provider', SearchAttributeType.KEYWORD);

/** Every provider has its own queue, so that one vendor's trouble never blocks another's work. */
export function providerTaskQueue(taskQueue: string, provider: string): string {
  return `${taskQueue}.${provider}`;
}

/** The queue of a link's activity: quick work shares the saga's own, where Temporal hands it over at once. */
export function linkTaskQueue(taskQueue: string, link: Link): string {
  return isQuick(link) ? taskQueue : providerTaskQueue(taskQueue, link.provider);
}

/**
 * The ids of the standing workflow and of the schedules; they follow the task queue, so that two installations can
 * share a server.
 */
export function standingIds(
  taskQueue: string,
): Record<'dispatch' | 'reconcile' | 'verify' | 'sweep', string> {
  const suffix = taskQueue === 'atelier' ? '' : `.${taskQueue}`;
  return {
    dispatch: `dispatch${suffix}`,
    reconcile: `reconcile${suffix}`,
    verify: `verify${suffix}`,
    sweep: `sweep${suffix}`,
  };
}

/** How a job's workflow is started, by the API at once or by the dispatcher later: exactly the same way. */
export function jobStart(
  input: JobInput,
  at: { taskQueue: string; origin: string },
): {
  workflowType: string;
  workflowId: string;
  taskQueue: string;
  args: [JobInput];
  workflowIdConflictPolicy: 'USE_EXISTING';
  workflowIdReusePolicy: 'REJECT_DUPLICATE';
  typedSearchAttributes: SearchAttributePair[];
  staticSummary: string;
  staticDetails: string;
  priority: Priority;
} {
  return {
    workflowType: input.plan.operation,
    workflowId: input.jobId,
    taskQueue: at.taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    typedSearchAttributes: [
      { key: operationAttribute, value: input.plan.operation },
      { key: organizationAttribute, value: input.organizationId },
    ],
    staticSummary: `${input.plan.operation} · ${input.organizationId}`,
    staticDetails: `[Open the job](${at.origin}/jobs/${input.jobId})`,
    priority: { priorityKey: input.plan.priority, fairnessKey: input.organizationId },
  };
}
