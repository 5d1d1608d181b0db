import { proxyActivities } from '@temporalio/workflow';
import type { JobInput } from '../../domain/plan.ts';
import type { BenchActivities } from './activities.ts';

/** The product's own saga, beside the peers it is measured against. */
export { runJob as default } from '../../workflows/run-job.ts';

const step = proxyActivities<BenchActivities>({ startToCloseTimeout: '30s' });

/** The least that Temporal can do. */
export async function floor(): Promise<void> {
  await step.nothing();
}

/** The same SQL without any saga: nothing is compensated, nothing is seen. */
export async function sameSql(job: JobInput): Promise<void> {
  await step.everything(job);
}

/** What a tutorial would write: one activity a step. */
export async function tutorial(job: JobInput): Promise<void> {
  await step.validate(job);
  await step.hold(job);
  const attempt = await step.callProvider(job);
  await step.upload(job, attempt);
  await step.persist(job);
  await step.charge(job, attempt);
  await step.notify(job);
}
