import type { JobInput, Plan } from '../../domain/plan.ts';
import { publicId } from '../../domain/ids.ts';
import type { Log } from '../log.ts';

/** A job as the functions of db/jobs that look across organizations show it. Ids are UUIDs. */
export interface QueuedJob {
  readonly id: string;
  readonly organization_id: string;
  readonly plan: Plan;
}

export interface OpenJob extends QueuedJob {
  readonly status: string;
}

/** The argument with which its workflow is started, the first time and any other. */
export function jobInput(job: QueuedJob): JobInput {
  return {
    jobId: publicId('job', job.id),
    organizationId: publicId('org', job.organization_id),
    plan: job.plan,
  };
}

/** Acts on one job after the other. One bad job must not stand in the way of all others: the next pass comes to it again. */
export async function forEachJob<Row extends { id: string }>(
  rows: readonly Row[],
  log: Log,
  act: (row: Row) => Promise<void>,
): Promise<void> {
  for (const row of rows) {
    await act(row).catch((error: unknown) => {
      log.error({ job: publicId('job', row.id), error }, 'a job could not be looked after');
    });
  }
}
