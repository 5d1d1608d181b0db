import type { Priority, SearchAttributePair } from '@temporalio/common';
import type { JobInput } from '../domain/plan.ts';
import { operationAttribute, organizationAttribute } from './search-attributes.ts';

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
