import type { Database } from '../../db/client.ts';
import type { FailureType } from '../../domain/failures.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { Delivery, JobInput, Outcome } from '../../domain/plan.ts';
import type { Cross } from './crash-points.ts';
import { asFailure } from '../failures.ts';
import type { Log } from '../log.ts';
import { ownJob } from './own-job.ts';

export interface SagaActivities {
  /** Holds the credits, or answers how the job ended without any work. */
  reserve(job: JobInput): Promise<Outcome>;
  /** Stores the result, charges for it and records it, in one transaction. */
  settle(job: JobInput, delivery: Delivery): Promise<Outcome>;
  /** Ends the job with nothing charged. `facts`: what its customer is told beside the reason. */
  voidJob(job: JobInput, reason: FailureType, facts?: object): Promise<Outcome>;
}

/** The database half of the saga. Every step is one SQL function in one transaction: db/jobs says what it does. */
export function createSagaActivities(deps: {
  database: Database;
  store: ObjectStore;
  log: Log;
  cross: Cross;
}): SagaActivities {
  const { database, store, log, cross } = deps;

  async function step<Answer extends Outcome>(
    job: JobInput,
    call: string,
    values: readonly unknown[],
  ): Promise<Answer> {
    const { jobKey, organizationKey, run } = ownJob(job);
    try {
      return await database.callAs<Answer>(organizationKey, call, [jobKey, run, ...values]);
    } catch (error) {
      throw asFailure(error);
    }
  }

  return {
    async reserve(job) {
      cross('reserve.before');
      const outcome = await step(job, 'reserve_job($2, $3)', []);
      cross('reserve.committed');
      return outcome;
    },

    async settle(job, delivery) {
      cross('settle.before');
      const { redundant, ...outcome } = await step<Outcome & { redundant: string[] }>(
        job,
        'settle_job($2, $3, $4)',
        [delivery.attemptId],
      );
      cross('settle.committed');
      for (const key of redundant) {
        await store.delete(key).catch((error: unknown) => {
          log.warn({ key, error }, 'an unneeded object stays behind');
        });
      }
      log.info(said(job, outcome), 'job settled');
      return outcome;
    },

    async voidJob(job, reason, facts) {
      cross('void.before');
      const status = reason === 'canceled' ? 'canceled' : 'failed';
      const outcome = await step(job, 'void_job($2, $3, $4, $5)', [
        status,
        status === 'failed' ? JSON.stringify({ ...facts, code: reason }) : null,
      ]);
      cross('void.committed');
      log.info(said(job, outcome), 'job voided');
      return outcome;
    },
  };
}

function said(job: JobInput, outcome: Outcome): object {
  return { job: job.jobId, organization: job.organizationId, ...outcome };
}
