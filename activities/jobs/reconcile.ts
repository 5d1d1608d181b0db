import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Database } from '../../db/client.ts';
import type { FailureType } from '../../domain/failures.ts';
import type { JobInput } from '../../domain/plan.ts';
import type { Log } from '../log.ts';
import { forEachJob, jobInput, type OpenJob } from './open-job.ts';

export interface ReconcileActivities {
  /**
   * Ends the jobs of closed workflows, starts those of forgotten ones again: a page of them, from the one after `after`
   * on, or as much of it as a round has time for. Answers where the next page begins; null when there is none.
   */
  reconcileOpen(after: string | null): Promise<string | null>;
  /** Forgets the idempotency keys that are a day old. */
  clearOldKeys(): Promise<void>;
}

interface Deps {
  database: Database;
  client: Client;
  startJob: (job: JobInput) => Promise<unknown>;
  log: Log;
}

const lookedAtTogether = 100;

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
    async reconcileOpen(after) {
      const page = await database.query<OpenJob>('select * from open_jobs($1, $2)', [
        after,
        lookedAtTogether,
      ]);
      const last = await forEachJob(page, log, (job) => reconcile(deps, job));
      const isWhole = page.length < lookedAtTogether && last === page.at(-1);
      return isWhole ? null : (last?.id ?? null);
    },

    async clearOldKeys() {
      await database.query('select clear_idempotency_keys()');
    },
  };
}

async function reconcile(deps: Deps, row: OpenJob): Promise<void> {
  const { database, log } = deps;
  const job = jobInput(row);
  const found = await describe(deps.client, job.jobId);
  if (found === 'open') return;
  const canceled = row.status === 'canceling';
  // A forgotten workflow starts again, unless its customer had taken the job back.
  if (found === 'forgotten' && !canceled) {
    await deps.startJob(job);
    log.warn({ job: job.jobId }, 'a job that Temporal had forgotten was started again');
    return;
  }
  const ended = await database.callAs<object | null>(
    row.organization_id,
    'end_abandoned_job($2, $3, $4, $5)',
    [
      row.id,
      row.current_run_id,
      canceled ? 'canceled' : 'failed',
      canceled ? null : JSON.stringify({ code: 'terminated' satisfies FailureType }),
    ],
  );
  // Null: another run has taken the job up since it was looked at.
  if (ended) log.warn({ job: job.jobId }, 'a job whose workflow is no more was ended for nothing');
}

/** What became of a workflow. Throws when Temporal cannot be asked. */
async function describe(client: Client, jobId: string): Promise<'open' | 'forgotten' | 'closed'> {
  try {
    const { status } = await client.workflow.getHandle(jobId).describe();
    return closedStatuses.has(status.name) ? 'closed' : 'open';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'forgotten';
    throw error;
  }
}
