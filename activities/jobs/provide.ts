import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  activityInfo,
  type ApplicationFailure,
  cancellationSignal,
  CancelledFailure,
  heartbeat,
} from '@temporalio/activity';
import type { Database } from '../../db/client.ts';
import type { FailureType } from '../../domain/failures.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { Delivery, JobInput } from '../../domain/plan.ts';
import {
  type Ask,
  type Attempt,
  beginAttempt,
  type Call,
  deliver,
  type EarlierTry,
  failAttempt,
} from './attempt.ts';
import type { Cross } from './crash-points.ts';
import { sourceFile, stagingOf, storeProduction, type StoredDelivery } from './delivery.ts';
import { asFailure, final, isOurTrouble, passing, withinBudget } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Provider } from '../providers/provider.ts';
import { ownJob } from './own-job.ts';
import { startPulse } from './progress.ts';

export interface ProviderActivities {
  /**
   * Has link number `link` of the plan do the work and stores what came out. `again`: the same was tried inside the
   * workflow task and failed there.
   */
  provide(job: JobInput, link: number, again?: boolean): Promise<Delivery>;
}

interface Deps {
  database: Database;
  store: ObjectStore;
  provider: Provider;
  scratchFolder: string;
  log: Log;
  cross: Cross;
}

/**
 * The provider's half of the saga. The attempt is committed before the provider is asked, its bytes are stored before
 * the activity answers, and a job whose attempt had already delivered is never paid for again.
 */
export function createProvideActivity(deps: Deps): ProviderActivities {
  return {
    async provide(job, index, again = false) {
      deps.cross('provide.before');
      const own = ownJob(job);
      const link = job.plan.links[index];
      if (!link) throw final('engine_failed', 'The plan has no such link');
      // A full house is waited for in Temporal, by priority and in fairness, not in line inside a workflow task.
      if (activityInfo().isLocal && !deps.provider.hasRoom(link)) {
        throw passing('unavailable', 'No place is free just now');
      }
      const ask: Ask = (call, values) => deps.database.callAs(own.organizationKey, call, values);
      // Of a later try Temporal knows how it went, not of what came before the first.
      const isAgain = again && activityInfo().attempt === 1;
      const call = { own, ask, index, link, again: isAgain, earlier: earlierTry() };
      return { attemptId: await provideOnce(deps, call) };
    },
  };
}

/** Answers the id of the attempt that has delivered. */
async function provideOnce(deps: Deps, call: Call): Promise<string> {
  const { own, ask } = call;
  const pulse = startPulse((percent) =>
    ask('report_progress($2, $3, $4)', [own.jobKey, own.run, percent]),
  );
  let attempt: Attempt | null = null;
  try {
    attempt = await beginAttempt(deps.store, call);
    if (attempt.delivery) return attempt.id;
    deps.cross('provide.attempt_committed');
    const delivery = await produce(deps, call, attempt, pulse.report);
    await deliver(deps.store, call, attempt.id, delivery);
    deps.cross('provide.delivered');
    return attempt.id;
  } catch (error) {
    const failure = asFailure(error);
    deps.log.warn({ job: own.jobKey, link: call.index, error }, 'no delivery');
    if (!attempt) throw neverBegan(call, failure);
    // Stopped, or in trouble that passes: the attempt is not over, unless the job is; then `void` ends it.
    if (failure instanceof CancelledFailure || isOurTrouble(failure)) {
      heartbeat({ interrupted: attempt.id } satisfies EarlierTry);
      throw failure;
    }
    const type = failure.type as FailureType;
    // One that cannot be written down is noticed by the next attempt, which closes the open one.
    await failAttempt(call, attempt.id, type).catch(() => undefined);
    throw withinBudget(failure, attempt.failures[type] ?? 0);
  } finally {
    pulse.stop();
  }
}

function earlierTry(): EarlierTry {
  return (activityInfo() as { heartbeatDetails?: EarlierTry }).heartbeatDetails ?? {};
}

/** No attempt shows what failed before there was one: the tries themselves keep count. */
function neverBegan({ earlier }: Call, failure: ApplicationFailure | CancelledFailure): unknown {
  const before = earlier.neverBegan ?? 0;
  const counts = !(failure instanceof CancelledFailure) && !isOurTrouble(failure);
  heartbeat({ ...earlier, neverBegan: counts ? before + 1 : before } satisfies EarlierTry);
  return withinBudget(failure, before);
}

async function produce(
  { store, provider, scratchFolder, cross }: Deps,
  { own, link }: Call,
  attempt: Attempt,
  onProgress: (fraction: number) => void,
): Promise<StoredDelivery> {
  const folder = join(scratchFolder, `attempt-${attempt.id}`);
  try {
    const sourcePath = attempt.source && (await sourceFile(store, attempt.source.key, folder));
    const { operation, input } = attempt;
    const production = await provider.produce(
      { link, operation, input, sourcePath, outputFolder: folder },
      { signal: cancellationSignal(), onProgress },
    );
    cross('provide.computed');
    const delivery = await storeProduction(store, production, stagingOf(own, attempt.id));
    cross('provide.stored');
    return delivery;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
