import { heartbeat } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Database } from '../../db/client.ts';
import type { FailureType } from '../../domain/failures.ts';
import type { JobInput } from '../../domain/plan.ts';
import type { Log } from '../log.ts';
import { forEachJob, jobInput, type OpenJob } from './open-job.ts';

export interface ReconcileActivities {
  /** Ends the jobs of closed workflows, starts those of forgotten ones again. */
  reconcileOpen(): Promise<void>;
}

interface Deps {
  database: Database;
  client: Client;
  startJob: (job: JobInput) => Promise<unknown>;
  log: Log;
}

const lookedAtTogether = 200;

/** Closed by Temporal, whatever the reason. A paused or unknown workflow is nobody's to end. */
const closedStatuses: ReadonlySet<string> = new Set([
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'TERMINATED',
  'TIMED_OUT',
]);

/** Compares what the database holds open with what Temporal says; it acts on an answer, never on silence. */
export function createReconcileActivities(deps: Deps): ReconcileActivities {
  const { database, log } = deps;
  return {
    async reconcileOpen() {
      await database.query('select clear_idempotency_keys()');
      let last: string | null = null;
      for (;;) {
        const page: OpenJob[] = await database.query<OpenJob>('select * from open_jobs($1, $2)', [
          last,
          lookedAtTogether,
        ]);
        await forEachJob(page, log, (job) => {
          heartbeat();
          return reconcile(deps, job);
        });
        last = page.at(-1)?.id ?? null;
        if (page.length < lookedAtTogether) return;
      }
    },
  };
}

async function reconcile(deps: Deps, row: OpenJob): Promise<void> {
  const { database, log } = deps;
  const job = jobInput(row);
  const found = await describe(deps.client, job.jobId);
  if (found === 'open') return;
  // A forgotten workflow starts again, unless its customer had taken the job back.
  if (found === 'forgotten' && row.status !== 'canceling') {
    await deps.startJob(job);
    log.warn({ job: job.jobId }, 'a job that Temporal had forgotten was started again');
    return;
  }
  const canceled = found === 'forgotten';
  await database.withOrganization(row.organization_id, (tx) =>
    tx.query('select void_job($1, $2, $3, $4)', [
      row.id,
      canceled ? 'reconcile' : found.closedRunId,
      canceled ? 'canceled' : 'failed',
      canceled ? null : JSON.stringify({ code: 'terminated' satisfies FailureType }),
    ]),
  );
  log.warn({ job: job.jobId }, 'a job whose workflow is no more was ended, nothing charged');
}

/** What became of a workflow. Throws when Temporal cannot be asked. */
async function describe(
  client: Client,
  jobId: string,
): Promise<'open' | 'forgotten' | { closedRunId: string }> {
  try {
    const { status, runId } = await client.workflow.getHandle(jobId).describe();
    return closedStatuses.has(status.name) ? { closedRunId: runId } : 'open';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'forgotten';
    throw error;
  }
}
