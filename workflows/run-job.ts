import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  defineQuery,
  defineUpdate,
  getCurrentDetails,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  TimeoutFailure,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { CancelActivities, ProviderActivities, SagaActivities } from '../activities/index.ts';
import { failureOf, type FailureType, isFailureType } from '../domain/failures.ts';
import type { Delivery, JobInput, Link, Outcome } from '../domain/plan.ts';
import { causeOf, isFinal, localFirst } from './local-first.ts';
import { acceptedUpdate, progressQuery } from './messages.ts';
import { durableStep, isQuick, localStep, provideStep, quickStep } from './policies.ts';
import { outcomeAttribute, providerAttribute } from './search-attributes.ts';
import { linkTaskQueue } from './task-queues.ts';

const accepted = defineUpdate<Outcome>(acceptedUpdate);
const progress = defineQuery<string>(progressQuery);

const { reserve, settle } = localFirst<SagaActivities>(localStep, durableStep);
const { voidJob } = proxyActivities<SagaActivities>(durableStep);
const { cancelThisRun } = proxyActivities<CancelActivities>(durableStep);

/**
 * One job, from held credits to a delivered picture or to nothing charged. Serves every operation: the plan, frozen
 * when the job was accepted, says everything this needs to know.
 */
export async function runJob(job: JobInput): Promise<Outcome> {
  const start = answerMessages();
  let outcome: Outcome;
  let stop: ReasonToStop | null = null;
  try {
    showStage('Holding the credits');
    outcome = await reserve(job);
    start.resolve(outcome);
    stop = reasonToStop(outcome);
    if (stop === null) {
      const delivery = await firstThatDelivers(job);
      showStage('Storing and charging');
      outcome = await settle(job, delivery);
    }
  } catch (error) {
    outcome = await voidAfter(error, job);
    start.resolve(outcome);
  }
  upsertSearchAttributes([
    { key: outcomeAttribute, value: outcome.status },
    { key: providerAttribute, value: outcome.provider },
  ]);
  if (outcome.status === 'canceled') await cancelOwnRun();
  return conclude(outcome, stop);
}

type ReasonToStop = 'cached' | 'expired' | 'unpaid' | 'canceled' | 'finished';

/** Why there is no work to do; null when there is. */
function reasonToStop(start: Outcome): ReasonToStop | null {
  if (start.status === 'running') return null;
  // An equal job's stored result answers this one, for 0 credits.
  if (start.cached) return 'cached';
  // Nobody took it up by `startBy`.
  if (start.status === 'expired') return 'expired';
  if (start.error === 'insufficient_credits') return 'unpaid';
  // Before anything had begun.
  if (start.status === 'canceled') return 'canceled';
  // An operator has reset a job that had ended: its outcome stands.
  return 'finished';
}

/** Tries the plan's links in order. What the input itself does not allow, and a cancellation, is final; anything else moves on. */
async function firstThatDelivers(job: JobInput): Promise<Delivery> {
  let last: unknown = finalFailure('engine_failed', 'No link in the plan');
  for (const [index, link] of job.plan.links.entries()) {
    // Plans that say how a link is asked leave this to the database, which knows whether anything was delivered.
    if (!link.mode && Date.now() > Date.parse(job.plan.finishBy)) {
      throw finalFailure('deadline_exceeded', 'The deadline has passed');
    }
    showStage(`Working: ${link.provider} · ${link.model}`);
    try {
      return await provideThrough(job, index, link);
    } catch (error) {
      if (isCancellation(error) || failureOf(failureType(error)).endsTheJob) throw error;
      last = error;
    }
  }
  throw last;
}

/** Quick work begins inside the workflow task; the rest, and what fails there, is an activity on the provider's queue. */
async function provideThrough(job: JobInput, index: number, link: Link): Promise<Delivery> {
  const ordinary = {
    ...provideStep(link, job),
    taskQueue: linkTaskQueue(workflowInfo().taskQueue, link),
  };
  const { provide } = proxyActivities<ProviderActivities>(ordinary);
  if (!isQuick(link)) return await provide(job, index);
  const quick = proxyLocalActivities<ProviderActivities>({
    ...quickStep,
    summary: ordinary.summary,
  });
  return await quick.provide(job, index).catch((error: unknown) => {
    if (isCancellation(error) || isFinal(error)) throw error;
    return provide(job, index, true);
  });
}

/** The compensation: nothing is charged, whatever had or had not been held. */
async function voidAfter(error: unknown, job: JobInput): Promise<Outcome> {
  showStage('Returning the credits');
  // A worker that dies before it could stop shows as a time-out: what the customer asked for counts.
  const isCanceled = isCancellation(error) || CancellationScope.current().consideredCancelled;
  const reason = isCanceled ? 'canceled' : failureType(error);
  return await CancellationScope.nonCancellable(() => voidJob(job, reason, factsOf(error)));
}

/** Temporal closes as Canceled only what it was itself asked to cancel; this job's cancel may have reached the database alone. */
async function cancelOwnRun(): Promise<void> {
  if (CancellationScope.current().consideredCancelled) return;
  await CancellationScope.nonCancellable(() => cancelThisRun());
}

/** The workflow's close status is the job's outcome, so that the Web UI's own filter shows it. */
function conclude(outcome: Outcome, stop: ReasonToStop | null): Outcome {
  showStage(`Ended: ${outcome.status}${stop ? ` before any work (${stop})` : ''}`);
  if (outcome.status === 'succeeded') return outcome;
  if (outcome.status === 'canceled') throw new CancelledFailure('The job was canceled');
  const type = outcome.error ?? outcome.status;
  throw ApplicationFailure.create({
    type,
    message: `The job ${outcome.status}: ${type}`,
    nonRetryable: true,
    ...(failureOf(type).whose === 'customer' && { category: 'BENIGN' }),
  });
}

/** The failure's own name. What has none ended by a time-out or a fault of an engine or provider. */
function failureType(error: unknown): FailureType {
  const cause = causeOf(error);
  if (cause instanceof TimeoutFailure) {
    return cause.timeoutType === 'HEARTBEAT' ? 'worker_lost' : 'deadline_exceeded';
  }
  const type = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
  return isFailureType(type) ? type : 'engine_failed';
}

/** What the activity told beside the failure's name. */
function factsOf(error: unknown): object {
  const cause = causeOf(error);
  const facts: unknown = cause instanceof ApplicationFailure ? cause.details?.[0] : null;
  return typeof facts === 'object' && facts !== null ? facts : {};
}

function finalFailure(type: FailureType, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}

/** What operators read beside the workflow in the Web UI. */
function showStage(stage: string): void {
  setCurrentDetails(stage);
}

function answerMessages(): PromiseWithResolvers<Outcome> {
  const start = Promise.withResolvers<Outcome>();
  setHandler(accepted, () => start.promise, {
    description: 'Answers once the credits are held, or with the reason why not',
  });
  setHandler(progress, getCurrentDetails, { description: 'The stage, for operators' });
  return start;
}
