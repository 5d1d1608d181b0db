import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import type { JobInput, Outcome } from '../domain/plan.ts';
import { jobStart } from '../workflows/job-start.ts';
import { acceptedUpdate } from '../workflows/messages.ts';
import type { JobCanceler } from './jobs/commands/cancel-job.ts';
import type { JobStarter } from './jobs/commands/create-job.ts';

const startWithinMs = 1_700;
const cancelWithinMs = 1_000;
const healthyWithinMs = 1_000;
const reconnectMsMax = 2_000;

type JobWorkflow = (job: JobInput) => Promise<Outcome>;

interface Log {
  warn(fields: object, message: string): void;
}

export interface TemporalClient extends JobStarter, JobCanceler {
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** The API's only way to Temporal. Connects when first used and bounds every call: no request waits for Temporal. */
export function createTemporalClient(options: {
  address: string;
  namespace: string;
  taskQueue: string;
  origin: string;
  log: Log;
}): TemporalClient {
  const connection = Connection.lazy({
    address: options.address,
    // No retries here: what does not get through at once is the dispatcher's, and the caller has its answer.
    interceptors: [],
    channelArgs: { 'grpc.max_reconnect_backoff_ms': reconnectMsMax },
  });
  const client = new Client({ connection, namespace: options.namespace });

  return {
    async start(job) {
      const { workflowType, ...start } = jobStart(job, options);
      const startWorkflowOperation = new WithStartWorkflowOperation(workflowType, start);
      try {
        return await connection.withDeadline(Date.now() + startWithinMs, () =>
          client.workflow.executeUpdateWithStart<JobWorkflow, Outcome, []>(acceptedUpdate, {
            startWorkflowOperation,
            updateId: acceptedUpdate,
          }),
        );
      } catch (error) {
        options.log.warn({ job: job.jobId, reason: nameOf(error) }, 'the dispatcher will start it');
        return null;
      }
    },

    async cancel(jobId) {
      await connection
        .withDeadline(Date.now() + cancelWithinMs, () => client.workflow.getHandle(jobId).cancel())
        .catch((error: unknown) => {
          options.log.warn({ job: jobId, reason: nameOf(error) }, 'the cancel will be repeated');
        });
    },

    async healthy() {
      return await connection
        .withDeadline(Date.now() + healthyWithinMs, () =>
          connection.workflowService.getSystemInfo({}),
        )
        .then(
          () => true,
          () => false,
        );
    },

    close: () => connection.close(),
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
