import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Database } from '../../db/client.ts';
import { publicId } from '../../domain/ids.ts';
import type { JobInput } from '../../domain/plan.ts';
import type { Log } from '../log.ts';
import { forEachJob, jobInput, type QueuedJob } from './open-job.ts';

export interface DispatchActivities {
  /** Starts what the API could not start, repeats cancels that Temporal has not heard of. */
  dispatchQueued(): Promise<void>;
}

const eachRound = 100;

/** One round of the dispatcher over all organizations. */
export function createDispatchActivities(deps: {
  database: Database;
  client: Client;
  startJob: (job: JobInput) => Promise<unknown>;
  log: Log;
}): DispatchActivities {
  const { database, client, startJob, log } = deps;

  async function start(job: QueuedJob): Promise<void> {
    await startJob(jobInput(job));
    await database.query('select mark_dispatched($1)', [[job.id]]);
  }

  async function startQueued(): Promise<void> {
    // In the order that the database gave them.
    const jobs = await database.query<QueuedJob>('select * from queued_jobs($1)', [eachRound]);
    await forEachJob(jobs, log, start);
    if (jobs.length > 0) log.info({ jobs: jobs.length }, 'queued jobs started');
  }

  async function repeatCancels(): Promise<void> {
    const cancels = await database.query<{ id: string }>(
      'select id from take_pending_cancels($1)',
      [eachRound],
    );
    await forEachJob(cancels, log, ({ id }) => cancelWorkflow(client, id));
  }

  return {
    async dispatchQueued() {
      // Side by side: neither waits for what is slow of the other.
      const done = await Promise.allSettled([startQueued(), repeatCancels()]);
      for (const each of done) if (each.status === 'rejected') throw each.reason;
    },
  };
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
