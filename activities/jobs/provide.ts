import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { activityInfo, cancellationSignal, CancelledFailure } from '@temporalio/activity';
import type { Database } from '../../db/client.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { Delivery, JobInput } from '../../domain/plan.ts';
import type { Cross } from './crash-points.ts';
import { isStored, sourceFile, storeProduction, type StoredDelivery } from './delivery.ts';
import { asFailure, final } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Provider } from '../providers/provider.ts';
import { startPulse } from './progress.ts';
import { keysOf } from './saga.ts';

export interface ProviderActivities {
  /** Has link number `link` of the plan do the work and stores what came out. */
  provide(job: JobInput, link: number): Promise<Delivery>;
}

interface Attempt {
  id: string;
  /** Set when an earlier call had delivered already. */
  delivery: StoredDelivery | null;
  operation: string;
  input: Record<string, unknown>;
  source: { key: string } | null;
}

interface Deps {
  database: Database;
  store: ObjectStore;
  provider: Provider;
  scratchFolder: string;
  log: Log;
  cross: Cross;
}

/** Calls one function of db/jobs/08-provide.sql for this job's organization. */
type Ask = <Answer = unknown>(call: string, values: readonly unknown[]) => Promise<Answer>;

/**
 * The provider's half of the saga. The attempt is committed before the provider is asked, its bytes are stored before
 * the activity answers, and an attempt that had already delivered is never paid for again.
 */
export function createProvideActivity(deps: Deps): ProviderActivities {
  return {
    async provide(job, link) {
      deps.cross('provide.before');
      const { jobKey, organizationKey } = keysOf(job);
      const run = activityInfo().workflowExecution?.runId;
      const ask: Ask = (call, values) => deps.database.callAs(organizationKey, call, values);
      const pulse = startPulse((percent) =>
        ask('report_progress($2, $3, $4)', [jobKey, run, percent]),
      );
      let attempt: Attempt | null = null;
      try {
        attempt = await beginAttempt(deps.store, ask, [jobKey, run, link]);
        if (attempt.delivery) return { attemptId: attempt.id };
        deps.cross('provide.attempt_committed');
        const delivery = await produce(deps, job, attempt, link, pulse.report);
        await ask('deliver_attempt($2, $3, $4)', [attempt.id, run, JSON.stringify(delivery)]);
        deps.cross('provide.delivered');
        return { attemptId: attempt.id };
      } catch (error) {
        const failure = asFailure(error);
        deps.log.warn(
          { job: job.jobId, organization: job.organizationId, link, error },
          'no delivery',
        );
        if (attempt) await noteFailure(ask, attempt.id, failure);
        throw failure;
      } finally {
        pulse.stop();
      }
    },
  };
}

async function beginAttempt(
  store: ObjectStore,
  ask: Ask,
  key: readonly unknown[],
): Promise<Attempt> {
  for (;;) {
    const attempt = await ask<Attempt>('begin_attempt($2, $3, $4)', key);
    if (!attempt.delivery || (await isStored(store, attempt.delivery))) return attempt;
    await ask('lose_delivery($2)', [attempt.id]);
  }
}

async function produce(
  { store, provider, scratchFolder, cross }: Deps,
  job: JobInput,
  attempt: Attempt,
  linkIndex: number,
  onProgress: (fraction: number) => void,
): Promise<StoredDelivery> {
  const link = job.plan.links[linkIndex];
  if (!link) throw final('engine_failed', 'The plan has no such link');
  const { jobKey, organizationKey } = keysOf(job);
  const folder = join(scratchFolder, `attempt-${attempt.id}`);
  try {
    const sourcePath = attempt.source && (await sourceFile(store, attempt.source.key, folder));
    const { operation, input } = attempt;
    const production = await provider.produce(
      { link, operation, input, sourcePath, outputFolder: folder },
      { signal: cancellationSignal(), onProgress },
    );
    cross('provide.computed');
    const prefix = `org/${organizationKey}/staging/${jobKey}/${attempt.id}`;
    const delivery = await storeProduction(store, production, prefix);
    cross('provide.stored');
    return delivery;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A failure that cannot be written down is noticed by the next attempt, which closes the open one. */
async function noteFailure(ask: Ask, attemptId: string, failure: unknown): Promise<void> {
  const state = failure instanceof CancelledFailure ? 'canceled' : 'failed';
  const { type = null } = failure as { type?: string | null };
  await ask('fail_attempt($2, $3, $4)', [attemptId, state, type]).catch(() => undefined);
}
