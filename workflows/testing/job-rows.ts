import { EventEmitter, once } from 'node:events';
import type { Database } from '../../db/client.ts';

/** A row of `jobs`, as far as tests look at it. */
export interface JobRow {
  id: string;
  status: string;
  stage: string;
  credits_held: number;
  credits_charged: number;
  attempts: number;
  provider: string | null;
  engine: string | null;
  cached: boolean;
  data: Record<string, unknown> | null;
  error: { code: string } | null;
  organization_id: string;
  dispatched_at: Date | null;
  started_at: Date | null;
}

const ended = new Set(['succeeded', 'failed', 'canceled', 'expired']);

/** Reads and awaits rows in the name of an organization, of `ownOrganization` unless another is given. */
export async function createJobRows(database: Database, ownOrganization: string) {
  const changes = new EventEmitter().setMaxListeners(0);
  const unlisten = await database.listen(
    'jobs',
    (payload) => changes.emit(payload.split(' ')[0] ?? ''),
    () => undefined,
  );

  async function inTenant<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return await database.withOrganization(ownOrganization, (tx) => tx.query<Row>(sql, values));
  }

  async function row(jobId: string, organization = ownOrganization): Promise<JobRow> {
    const [found] = await database.withOrganization(organization, (tx) =>
      tx.query<JobRow>('select * from jobs where id = $1', [jobId]),
    );
    if (!found) throw new Error(`no job ${jobId}`);
    return found;
  }

  /** Resolves with the job once `wanted` holds; every change of the row is looked at. */
  async function until(
    jobId: string,
    wanted: (job: JobRow) => boolean,
    organization = ownOrganization,
  ): Promise<JobRow> {
    for (;;) {
      const changed = once(changes, jobId);
      const job = await row(jobId, organization);
      if (wanted(job)) return job;
      await changed;
    }
  }

  return {
    inTenant,
    row,
    until,
    ended: (jobId: string, organization = ownOrganization) =>
      until(jobId, ({ status }) => ended.has(status), organization),

    async wallet(): Promise<{ posted: number; held: number }> {
      const [found] = await inTenant<{ posted: number; held: number }>(
        'select posted, held from balances',
      );
      return { posted: found?.posted ?? 0, held: found?.held ?? 0 };
    },

    unlisten,
  };
}
