import type { JobInput, Plan } from '../../domain/plan.ts';
import type { JobStatus } from '../../domain/job-status.ts';
import { publicId } from '../../domain/ids.ts';
import type { Log } from '../log.ts';

/** A job as the functions of db/jobs that look across organizations show it. Ids are UUIDs. */
export interface QueuedJob {
  readonly id: string;
  readonly organization_id: string;
  readonly plan: Plan;
}

export interface OpenJob extends QueuedJob {
  readonly status: JobStatus;
  /** The run that held it when it was looked at. */
  readonly current_run_id: string | null;
}

/** The argument with which its workflow is started, the first time and any other. */
export function jobInput(job: QueuedJob): JobInput {
  return {
    jobId: publicId('job', job.id),
    organizationId: publicId('org', job.organization_id),
    plan: job.plan,
  };
}

/** Few enough that one round stays a short activity, and neither Temporal nor the database is stormed. */
const atOnce = 10;

/** Begins nothing more after this, and leaves what hangs: well within what the workflow allows a round (`localStep`). */
const roundMs = 3_000;

/**
 * Acts on each job, a few at a time, for as long as one round may last. One bad job must not stand in the way of all
 * others: the next pass comes to it again.
 * @returns the last one that it came to
 */
export async function forEachJob<Row extends { id: string }>(
  rows: readonly Row[],
  log: Log,
  act: (row: Row) => Promise<void>,
  lastsMs = roundMs,
): Promise<Row | undefined> {
  const end = AbortSignal.timeout(lastsMs);
  const ended = new Promise((resolve) => {
    end.addEventListener('abort', resolve, { once: true });
  });
  let last: Row | undefined;
  for (let first = 0; first < rows.length && !end.aborted; first += atOnce) {
    const together = rows.slice(first, first + atOnce);
    last = together.at(-1);
    const acts = together.map(async (row) => {
      await act(row).catch((error: unknown) => {
        log.error({ job: publicId('job', row.id), error }, 'a job could not be looked after');
      });
    });
    await Promise.race([Promise.all(acts), ended]);
  }
  return last;
}
