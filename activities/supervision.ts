import { heartbeat } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Database } from '../db/client.ts';
import { publicId } from '../db/ids.ts';
import type { JobInput, Plan } from '../workflows/plan.ts';
import type { Log } from './log.ts';

export interface SupervisionActivities {
  /** Starts what the API could not start, repeats cancels that Temporal has not heard of. */
  dispatchQueued(): Promise<void>;
  /** Ends the jobs of closed workflows, starts those of forgotten ones again. */
  reconcileOpen(): Promise<void>;
}

interface JobRow {
  id: string;
  organization_id: string;
  plan: Plan;
}

const startedEachTurn = 100;
const lookedAtEachPass = 1_000;

/** The activities of the two standing workflows. They act on what Temporal says, never on its silence. */
export function createSupervisionActivities(deps: {
  database: Database;
  client: Client;
  startJob: (job: JobInput) => Promise<unknown>;
  log: Log;
}): SupervisionActivities {
  const { database, client, startJob, log } = deps;

  async function reconcileJob(row: JobRow): Promise<void> {
    const job = jobInput(row);
    const run = await closedRun(client, job.jobId);
    if (run === 'running') return;
    if (run === 'forgotten') {
      await startJob(job);
      log.warn({ job: job.jobId }, 'a job that Temporal had forgotten was started again');
      return;
    }
    await database.withOrganization(row.organization_id, (tx) =>
      tx.query('select void_job($1, $2, $3, $4)', [
        row.id,
        run.runId,
        'failed',
        JSON.stringify({ code: 'terminated' }),
      ]),
    );
    log.warn({ job: job.jobId }, 'a job whose workflow had closed was ended, nothing charged');
  }

  return {
    async dispatchQueued() {
      const rows = await database.query<JobRow>('select * from queued_jobs($1)', [startedEachTurn]);
      for (const row of rows) {
        await startJob(jobInput(row));
        await database.query('select mark_dispatched($1)', [[row.id]]);
      }
      if (rows.length > 0) log.info({ jobs: rows.length }, 'queued jobs started');
      await resendCancels(database, client);
    },

    async reconcileOpen() {
      const rows = await database.query<JobRow>('select * from open_jobs($1)', [lookedAtEachPass]);
      for (const row of rows) {
        heartbeat();
        await reconcileJob(row);
      }
      await database.query('select clear_idempotency_keys()');
    },
  };
}

function jobInput(row: JobRow): JobInput {
  return {
    jobId: publicId('job', row.id),
    organizationId: publicId('org', row.organization_id),
    plan: row.plan,
  };
}

async function resendCancels(database: Database, client: Client): Promise<void> {
  const rows = await database.query<{ id: string }>('select id from pending_cancels($1)', [
    startedEachTurn,
  ]);
  for (const { id } of rows) {
    await client.workflow
      .getHandle(publicId('job', id))
      .cancel()
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
  }
}

/** The run that Temporal closed, `running`, or `forgotten`. Throws when Temporal cannot be asked. */
async function closedRun(
  client: Client,
  jobId: string,
): Promise<{ runId: string } | 'running' | 'forgotten'> {
  try {
    const described = await client.workflow.getHandle(jobId).describe();
    return described.status.name === 'RUNNING' ? 'running' : { runId: described.runId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'forgotten';
    throw error;
  }
}
