import { activityInfo, heartbeat } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Database } from '../../db/client.ts';
import type { FailureType } from '../../domain/failures.ts';
import { publicId } from '../../domain/ids.ts';
import type { JobInput, Plan } from '../../domain/plan.ts';
import type { Log } from '../log.ts';

export interface SupervisionActivities {
  /** Starts what the API could not start, repeats cancels that Temporal has not heard of. */
  dispatchQueued(): Promise<void>;
  /** Ends the jobs of closed workflows, starts those of forgotten ones again. */
  reconcileOpen(): Promise<void>;
  /** Asks Temporal to cancel the very run that calls this. */
  cancelThisRun(): Promise<void>;
}

interface QueuedJob {
  id: string;
  organization_id: string;
  plan: Plan;
}

interface OpenJob extends QueuedJob {
  status: string;
}

interface Deps {
  database: Database;
  client: Client;
  startJob: (job: JobInput) => Promise<unknown>;
  log: Log;
}

const startedEachPass = 100;
const startedAtOnce = 10;
const lookedAtTogether = 200;

/** Closed by Temporal, whatever the reason. A paused or unknown workflow is nobody's to end. */
const closedStatuses: ReadonlySet<string> = new Set([
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'TERMINATED',
  'TIMED_OUT',
]);

/** The activities by which the installation looks after its workflows. They act on what Temporal says, never on its silence. */
export function createSupervisionActivities(deps: Deps): SupervisionActivities {
  const { database, log } = deps;

  /** One bad job must not stand in the way of all others; the next pass comes to it again. */
  async function each<Row extends { id: string }>(
    rows: readonly Row[],
    act: (row: Row) => Promise<void>,
  ): Promise<void> {
    for (const row of rows) {
      await act(row).catch((error: unknown) => {
        log.error({ job: publicId('job', row.id), error }, 'a job could not be looked after');
      });
    }
  }

  return {
    async dispatchQueued() {
      const cancels = 'select id from pending_cancels($1)';
      await each(await database.query<{ id: string }>(cancels, [startedEachPass]), ({ id }) =>
        cancelWorkflow(deps.client, id),
      );
      const rows = await database.query<QueuedJob>('select * from queued_jobs($1)', [
        startedEachPass,
      ]);
      // In the order of the queue, a few at a time: the whole pass is one short activity.
      for (let first = 0; first < rows.length; first += startedAtOnce) {
        const together = rows.slice(first, first + startedAtOnce);
        await Promise.all(together.map((row) => each([row], () => start(deps, row))));
      }
      if (rows.length > 0) log.info({ jobs: rows.length }, 'queued jobs started');
    },

    async reconcileOpen() {
      await database.query('select clear_idempotency_keys()');
      let last: string | null = null;
      for (;;) {
        const page: OpenJob[] = await database.query<OpenJob>('select * from open_jobs($1, $2)', [
          last,
          lookedAtTogether,
        ]);
        await each(page, (row) => {
          heartbeat();
          return reconcile(deps, row);
        });
        last = page.at(-1)?.id ?? null;
        if (page.length < lookedAtTogether) return;
      }
    },

    async cancelThisRun() {
      const { workflowId, runId } = activityInfo().workflowExecution ?? {};
      if (workflowId === undefined) throw new Error('no workflow has called this');
      await deps.client.workflow.getHandle(workflowId, runId).cancel();
    },
  };
}

async function start({ database, startJob }: Deps, row: QueuedJob): Promise<void> {
  await startJob(jobInput(row));
  await database.query('select mark_dispatched($1)', [[row.id]]);
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
      canceled ? null : JSON.stringify({ code: 'terminated' } satisfies { code: FailureType }),
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

async function cancelWorkflow(client: Client, jobKey: string): Promise<void> {
  await client.workflow
    .getHandle(publicId('job', jobKey))
    .cancel()
    .catch((error: unknown) => {
      // Closed or forgotten: the reconciler ends what is left of it.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
}

function jobInput(row: QueuedJob): JobInput {
  return {
    jobId: publicId('job', row.id),
    organizationId: publicId('org', row.organization_id),
    plan: row.plan,
  };
}
