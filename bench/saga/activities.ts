import { activityInfo } from '@temporalio/activity';
import { parseId } from '../../domain/ids.ts';
import type { Database } from '../../db/client.ts';
import type { JobInput } from '../../domain/plan.ts';

export type BenchActivities = ReturnType<typeof createBenchActivities>;

function keysOf(job: JobInput): { jobKey: string; organizationKey: string } {
  const [jobKey, organizationKey] = [parseId('job', job.jobId), parseId('org', job.organizationId)];
  if (!jobKey || !organizationKey) throw new Error('these ids name no job');
  return { jobKey, organizationKey };
}

/** The saga's SQL in the peers' shapes; `data` is what the engine would have said. */
export function createBenchActivities(database: Database, data: Record<string, unknown>) {
  const delivery = JSON.stringify({ engine: 'bench', engine_version: '1', data, images: [] });

  async function ask<Answer>(
    job: JobInput,
    call: string,
    values: readonly unknown[] = [],
  ): Promise<Answer> {
    const { jobKey, organizationKey } = keysOf(job);
    const run = activityInfo().workflowExecution?.runId;
    const own = call.includes('$3') ? [jobKey, run, ...values] : [jobKey];
    return await database.callAs<Answer>(organizationKey, call, own);
  }

  const hold = (job: JobInput) => ask(job, 'reserve_job($2, $3)');
  const callProvider = async (job: JobInput): Promise<string> =>
    (await ask<{ id: string }>(job, 'begin_attempt($2, $3, $4)', [0])).id;
  const upload = async (job: JobInput, attempt: string): Promise<void> => {
    const { organizationKey } = keysOf(job);
    const run = activityInfo().workflowExecution?.runId;
    const values = [attempt, run, delivery];
    await database.callAs(organizationKey, 'deliver_attempt($2, $3, $4)', values);
  };
  const charge = (job: JobInput, attempt: string) => ask(job, 'settle_job($2, $3, $4)', [attempt]);
  const look = (job: JobInput) => ask(job, '(select status from jobs where id = $2)');

  return {
    nothing: () => Promise.resolve(),
    validate: look,
    hold,
    callProvider,
    upload,
    persist: (job: JobInput) => ask(job, 'report_progress($2, $3, $4)', [99]),
    charge,
    notify: look,
    async everything(job: JobInput): Promise<void> {
      await hold(job);
      const attempt = await callProvider(job);
      await upload(job, attempt);
      await charge(job, attempt);
    },
  };
}
