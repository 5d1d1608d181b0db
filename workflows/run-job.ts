import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  defineQuery,
  defineUpdate,
  getCurrentDetails,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  TimeoutFailure,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  ProviderActivities,
  SagaActivities,
  SupervisionActivities,
} from '../activities/index.ts';
import type { Link } from '../operations/operation.ts';
import { causeOf, sturdy } from './sturdy.ts';
import {
  acceptedUpdate,
  linkTaskQueue,
  outcomeAttribute,
  progressQuery,
  providerAttribute,
} from './names.ts';
import type { Delivery, JobInput, Outcome } from './plan.ts';
import {
  customerCaused,
  durableStep,
  endsTheJob,
  isQuick,
  localStep,
  provideStep,
  quickStep,
} from './policies.ts';

const accepted = defineUpdate<Outcome>(acceptedUpdate);
const progress = defineQuery<string>(progressQuery);

const { reserve, settle } = sturdy<SagaActivities>(localStep, durableStep);
const { voidJob } = proxyActivities<SagaActivities>(durableStep);
const { cancelThisRun } = proxyActivities<SupervisionActivities>(durableStep);

/**
 * One job, from held credits to a delivered picture or to nothing charged. Serves every operation: the plan, frozen
 * when the job was accepted, says everything this needs to know.
 */
export async function runJob(job: JobInput): Promise<Outcome> {
  const start = answerMessages();
  let outcome: Outcome;
  try {
    tell('Holding the credits');
    outcome = await reserve(job);
    start.resolve(outcome);
    if (outcome.status === 'running') {
      const delivery = await firstThatDelivers(job);
      tell('Storing and charging');
      outcome = await settle(job, delivery);
    }
  } catch (error) {
    outcome = await undo(job, error);
    start.resolve(outcome);
  }
  upsertSearchAttributes([
    { key: outcomeAttribute, value: outcome.status },
    { key: providerAttribute, value: outcome.provider },
  ]);
  if (outcome.status === 'canceled') await bringTheCancel();
  return conclude(outcome);
}

/** Tries the plan's links in order. A refusal of the input, or a cancellation, is final; anything else moves on. */
async function firstThatDelivers(job: JobInput): Promise<Delivery> {
  let last: unknown = ApplicationFailure.nonRetryable('No link in the plan', 'engine_failed');
  for (const [index, link] of job.plan.links.entries()) {
    if (Date.now() > Date.parse(job.plan.finishBy)) {
      throw ApplicationFailure.nonRetryable('The deadline has passed', 'deadline_exceeded');
    }
    tell(`Working: ${link.provider} · ${link.model}`);
    try {
      return await providerOf(link).provide(job, index);
    } catch (error) {
      if (isCancellation(error) || endsTheJob.has(failureType(error))) throw error;
      last = error;
    }
  }
  throw last;
}

/** Quick work begins inside the workflow task; the rest, and what fails there, is an activity on the provider's queue. */
function providerOf(link: Link): ProviderActivities {
  const ordinary = {
    ...provideStep(link),
    taskQueue: linkTaskQueue(workflowInfo().taskQueue, link),
  };
  return isQuick(link)
    ? sturdy<ProviderActivities>({ ...quickStep, summary: ordinary.summary }, ordinary)
    : proxyActivities<ProviderActivities>(ordinary);
}

/** The compensation: nothing is charged, whatever had or had not been held. */
async function undo(job: JobInput, error: unknown): Promise<Outcome> {
  tell('Returning the credits');
  // A worker that dies before it could stop shows as a time-out: what the customer asked for counts.
  const isCanceled = isCancellation(error) || CancellationScope.current().consideredCancelled;
  const reason = isCanceled ? 'canceled' : failureType(error);
  return await CancellationScope.nonCancellable(() => voidJob(job, reason));
}

/** Temporal closes as Canceled only what it was itself asked to cancel; this job's cancel may have reached the database alone. */
async function bringTheCancel(): Promise<void> {
  if (CancellationScope.current().consideredCancelled) return;
  await CancellationScope.nonCancellable(() => cancelThisRun());
}

/** The workflow's close status is the job's outcome, so that the Web UI's own filter shows it. */
function conclude(outcome: Outcome): Outcome {
  tell(`Ended: ${outcome.status}`);
  if (outcome.status === 'succeeded') return outcome;
  if (outcome.status === 'canceled') throw new CancelledFailure('The job was canceled');
  const type = outcome.error ?? outcome.status;
  throw ApplicationFailure.create({
    type,
    message: `The job ${outcome.status}: ${type}`,
    nonRetryable: true,
    ...(customerCaused.has(type) && { category: 'BENIGN' }),
  });
}

/** The failure's own name. What has none ended by a time-out or a fault of an engine or provider. */
function failureType(error: unknown): string {
  const cause = causeOf(error);
  if (cause instanceof TimeoutFailure) return 'deadline_exceeded';
  return cause instanceof ApplicationFailure ? (cause.type ?? 'engine_failed') : 'engine_failed';
}

function tell(stage: string): void {
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
