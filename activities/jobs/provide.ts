import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  activityInfo,
  cancellationSignal,
  CancelledFailure,
  heartbeat,
} from '@temporalio/activity';
import type { Database } from '../../db/client.ts';
import { type FailureType, workersLostMax } from '../../domain/failures.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { Delivery, JobInput, Link } from '../../domain/plan.ts';
import type { Cross } from './crash-points.ts';
import {
  forgetSummary,
  isStored,
  sourceFile,
  stagedDelivery,
  stagingOf,
  storeProduction,
  type StoredDelivery,
} from './delivery.ts';
import { asFailure, final, isOurTrouble, passing, withinBudget } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Provider } from '../providers/provider.ts';
import { type OwnJob, ownJob } from './own-job.ts';
import { startPulse } from './progress.ts';

export interface ProviderActivities {
  /**
   * Has link number `link` of the plan do the work and stores what came out. `again`: the same was tried inside the
   * workflow task and failed there.
   */
  provide(job: JobInput, link: number, again?: boolean): Promise<Delivery>;
}

interface Attempt {
  id: string;
  /** Set when an earlier call had delivered already. */
  delivery: StoredDelivery | null;
  /** An earlier call began it, and nobody knows how it ended. */
  open: boolean;
  /** How this link has failed for this run so far, counted. */
  failures: Partial<Record<FailureType, number>>;
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

interface Call {
  readonly own: OwnJob;
  readonly ask: Ask;
  readonly index: number;
  readonly link: Link;
  /** The attempt that an earlier try of this activity gave up because of trouble of our own. */
  readonly interrupted: string | null;
  readonly again: boolean;
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
      const call = { own, ask, index, link, again: isAgain, interrupted: interruptedAttempt() };
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
    if (!attempt) throw withinBudget(failure, activityInfo().attempt - 1);
    // Stopped, or in trouble that passes: the attempt is not over, unless the job is; then `void` ends it.
    if (failure instanceof CancelledFailure || isOurTrouble(failure)) {
      heartbeat({ interrupted: attempt.id });
      throw failure;
    }
    const type = failure.type as FailureType;
    await noteFailure(ask, attempt.id, type);
    throw withinBudget(failure, attempt.failures[type] ?? 0);
  } finally {
    pulse.stop();
  }
}

/** Temporal hands the last heartbeat of a try to the next one: it tells an interruption from the loss of a worker. */
function interruptedAttempt(): string | null {
  const { heartbeatDetails } = activityInfo() as { heartbeatDetails?: { interrupted?: string } };
  return heartbeatDetails?.interrupted ?? null;
}

/**
 * What an earlier try delivered or stored whole is taken, an interrupted one goes on under its own number; the attempt of
 * a worker that was lost counts, and a new one begins.
 */
async function beginAttempt(store: ObjectStore, call: Call): Promise<Attempt> {
  const { own, ask, index } = call;
  let resume = true;
  for (;;) {
    const attempt = await ask<Attempt>('begin_attempt($2, $3, $4, $5)', [
      own.jobKey,
      own.run,
      index,
      resume,
    ]);
    if (attempt.delivery) {
      if (await isStored(store, attempt.delivery)) return attempt;
      await ask('lose_delivery($2)', [attempt.id]);
      continue;
    }
    if (!attempt.open) return attempt;
    const delivery = await stagedDelivery(store, stagingOf(own, attempt.id));
    if (delivery) {
      await deliver(store, call, attempt.id, delivery);
      return { ...attempt, delivery };
    }
    if (call.again || call.interrupted === attempt.id) return attempt;
    if ((attempt.failures.worker_lost ?? 0) + 1 >= workersLostMax) {
      await ask('fail_attempt($2, $3, $4)', [attempt.id, 'failed', 'worker_lost']);
      throw final('worker_lost', 'Too many workers were lost with this work');
    }
    resume = false;
  }
}

async function deliver(
  store: ObjectStore,
  { ask, own }: Call,
  id: string,
  delivery: StoredDelivery,
): Promise<void> {
  await ask('deliver_attempt($2, $3, $4)', [id, own.run, JSON.stringify(delivery)]);
  if (delivery.images.length > 0) await forgetSummary(store, stagingOf(own, id));
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

/** A failure that cannot be written down is noticed by the next attempt, which closes the open one. */
async function noteFailure(ask: Ask, attemptId: string, type: FailureType): Promise<void> {
  await ask('fail_attempt($2, $3, $4)', [attemptId, 'failed', type]).catch(() => undefined);
}
