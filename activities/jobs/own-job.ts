import { activityInfo } from '@temporalio/activity';
import { parseId } from '../../domain/ids.ts';
import type { JobInput } from '../../domain/plan.ts';
import { final } from '../failures.ts';

/** The UUIDs behind a job's public ids, and the Temporal run that calls. */
export interface OwnJob {
  readonly jobKey: string;
  readonly organizationKey: string;
  readonly run: string;
}

/**
 * The job of the workflow that calls this activity. Throws `job_not_found` for ids that are none of ours, and for a
 * workflow that is not the job's own ("Start like this one" in the Web UI makes one): it must not touch the job.
 */
export function ownJob(job: JobInput): OwnJob {
  const { workflowType, workflowExecution } = activityInfo();
  // Whoever starts a workflow by hand gives it any argument, or none.
  const { jobId = '', organizationId = '', plan } = (job as Partial<JobInput> | undefined) ?? {};
  const jobKey = parseId('job', jobId);
  const organizationKey = parseId('org', organizationId);
  if (!jobKey || !organizationKey) throw final('job_not_found', 'These ids name no job');
  if (workflowExecution?.workflowId !== jobId || workflowType !== plan?.operation) {
    throw final('job_not_found', 'This workflow is not the job’s own');
  }
  return { jobKey, organizationKey, run: workflowExecution.runId };
}
