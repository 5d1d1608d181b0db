import { activityInfo } from '@temporalio/activity';
import { keysOf } from '../../activities/saga.ts';
import type { Database } from '../../db/client.ts';
import type { JobInput } from '../../workflows/plan.ts';

export type BenchActivities = ReturnType<typeof createBenchActivities>;

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
    const [row] = await database.withOrganization(organizationKey, (tx) =>
      tx.query<{ answer: Answer }>(
        `select ${call} as answer`,
        call.includes('$2') ? [jobKey, run, ...values] : [jobKey],
        call,
      ),
    );
    return row?.answer as Answer;
  }

  const hold = (job: JobInput) => ask(job, 'start_job($1, $2)');
  const callProvider = async (job: JobInput): Promise<string> =>
    (await ask<{ id: string }>(job, 'begin_attempt($1, $2, $3)', [0])).id;
  const upload = async (job: JobInput, attempt: string): Promise<void> => {
    const { organizationKey } = keysOf(job);
    const run = activityInfo().workflowExecution?.runId;
    await database.withOrganization(organizationKey, (tx) =>
      tx.query('select deliver_attempt($1, $2, $3)', [attempt, run, delivery], 'deliver'),
    );
  };
  const charge = (job: JobInput, attempt: string) => ask(job, 'settle_job($1, $2, $3)', [attempt]);
  const look = (job: JobInput) => ask(job, '(select status from jobs where id = $1)');

  return {
    nothing: () => Promise.resolve(),
    validate: look,
    hold,
    callProvider,
    upload,
    persist: (job: JobInput) => ask(job, 'report_progress($1, $2, $3)', [99]),
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
