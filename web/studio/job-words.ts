import type { TFunction } from 'i18next';
import type { JobStage } from '../../domain/job-status.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import type { OperationResource } from '../../api/operations/resource.ts';
import { NoAnswer, Refusal } from '../client/api.ts';
import type { en } from '../i18n/en.ts';
import type { Locale } from '../../domain/languages.ts';
import type { Tone } from '../ui/badge.tsx';
import { type Frame, isCanceling, isExpected } from './job-list.ts';

type ErrorCode = keyof typeof en.errors;
type WorkCode = keyof typeof en.steps.work;

const known = <Key extends string>(table: Readonly<Record<Key, string>>, key: string): key is Key =>
  Object.hasOwn(table, key);

interface Cause {
  readonly code: string;
  /** Credits that were needed, and that were there. */
  readonly required?: number | undefined;
  readonly available?: number | undefined;
}

/** Why something failed and what to do next, without its cost. */
export function causeOf(t: TFunction, { code, required, available }: Cause): string {
  if (code === 'insufficient_credits' && (required === undefined || available === undefined)) {
    return t('outcome.tooFewCredits');
  }
  const codes = t('errors', { returnObjects: true }) as unknown as Record<ErrorCode, string>;
  return t(`errors.${known(codes, code) ? code : 'other'}`, {
    required: required ?? 0,
    available: available ?? 0,
  });
}

/** The same for a request that became no job. */
export function causeOfFailure(
  t: TFunction,
  failure: unknown,
): { text: string; requestId: string } {
  if (failure instanceof Refusal) {
    return { text: causeOf(t, failure.problem), requestId: failure.problem.request_id };
  }
  const code = failure instanceof NoAnswer ? 'network' : 'other';
  return { text: causeOf(t, { code }), requestId: '' };
}

/** The catalogue's name of a job's operation. */
export function operationName(
  operations: readonly OperationResource[],
  id: string,
  locale: Locale,
): string {
  return operations.find((operation) => operation.id === id)?.name[locale] ?? id;
}

/** What the working step does, and, once delivered, who did it. */
export function workName(t: TFunction, job: JobResource): string {
  const works = t('steps.work', { returnObjects: true }) as unknown as Record<WorkCode, string>;
  const work = t(`steps.work.${known(works, job.operation) ? job.operation : 'other'}`);
  if (!job.engine) return work;
  return job.provider === 'local'
    ? t('steps.engineLocal', { work, engine: job.engine })
    : t('steps.engine', { work, engine: job.engine });
}

/** The tone of a status and the key of its word. */
export function statusOf(frame: Frame): { tone: Tone; key: StatusKey } {
  const { job } = frame;
  if (isExpected(frame) && !frame.cancelAsked) return { tone: 'plain', key: 'sent' };
  if (frame.refusal !== null) return { tone: 'plain', key: 'unknown' };
  if (isCanceling(frame)) return { tone: 'plain', key: 'canceling' };
  if (job.credits.refunded > 0) return { tone: 'info', key: 'refunded' };
  return { tone: tones[job.status], key: job.status };
}

export type StatusKey = JobResource['status'] | 'refunded' | 'sent' | 'unknown';

const tones: Record<JobResource['status'], Tone> = {
  queued: 'plain',
  running: 'live',
  canceling: 'plain',
  succeeded: 'ok',
  failed: 'bad',
  canceled: 'plain',
  expired: 'plain',
};

export const stages: readonly JobStage[] = [
  'accepted',
  'reserved',
  'working',
  'storing',
  'settled',
];
