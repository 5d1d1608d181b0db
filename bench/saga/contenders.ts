import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { createJobCommand, type JobStarter } from '../../api/jobs/commands/create-job.ts';
import { createTemporalClient } from '../../api/temporal-client.ts';
import type { Database } from '../../db/client.ts';
import { publicId } from '../../domain/ids.ts';
import { catalogue } from '../../operations/index.ts';
import type { Plan } from '../../domain/plan.ts';
import type { Supply } from './supply.ts';

/** `ordinary` is the saga as it runs longer work: the provider's part is an activity of its own. */
export const contenders = ['saga', 'ordinary', 'sameSql', 'floor', 'tutorial'] as const;
export type Contender = (typeof contenders)[number];

/** Runs one job of a contender to its end; answers its workflow id. */
export type RunOne = () => Promise<string>;

const taskQueue = 'bench';
const quiet = () => undefined;

function withoutHaste(plan: Plan): Plan {
  return { ...plan, links: plan.links.map((link) => ({ ...link, mode: 'wait' })) };
}

/** Each contender accepts its job with the product's own command, except the floor, which has none. */
export function createContenders(
  supply: Supply,
  database: Database,
  client: Client,
  address: string,
): Record<Contender, RunOne> {
  const { organizationId } = supply;
  const principal = { organizationId, userId: null, role: 'owner', via: 'key' } as const;
  const temporal = createTemporalClient({
    address,
    namespace: client.options.namespace,
    taskQueue,
    origin: 'http://localhost',
    log: { warn: quiet },
  });

  async function accept(starter: JobStarter): Promise<string> {
    const createJob = createJobCommand({
      database,
      catalogue,
      starter,
      cross: quiet,
      log: { info: quiet },
    });
    const { jobId } = await createJob({
      principal,
      operation: 'extract-colors',
      input: { asset: supply.take() },
      idempotencyKey: null,
    });
    return publicId('job', jobId);
  }

  function peer(workflowType: string): RunOne {
    const starter: JobStarter = {
      async start(job) {
        await client.workflow.execute(workflowType, {
          taskQueue,
          workflowId: job.jobId,
          args: [job],
        });
        return null;
      },
    };
    return () => accept(starter);
  }

  async function saga(start: JobStarter['start']): Promise<string> {
    const workflowId = await accept({ start });
    await client.workflow.getHandle(workflowId).result();
    return workflowId;
  }

  return {
    saga: () => saga((job) => temporal.start(job)),
    ordinary: () => saga((job) => temporal.start({ ...job, plan: withoutHaste(job.plan) })),
    sameSql: peer('sameSql'),
    tutorial: peer('tutorial'),
    async floor() {
      const workflowId = randomUUID();
      await client.workflow.execute('floor', { taskQueue, workflowId, args: [] });
      return workflowId;
    },
  };
}
