import type { TFunction } from 'i18next';
import type { JobResource } from '../../api/jobs/resource.ts';
import type { texts } from './texts.en.ts';
import type { Tone } from '../ui/badge.tsx';
import { type Frame, isCanceling, isExpected, type Unanswered } from './frame.ts';

type WorkCode = keyof typeof texts.steps.work;

const known = <Key extends string>(table: Readonly<Record<Key, string>>, key: string): key is Key =>
  Object.hasOwn(table, key);

/** What the working step does; who did it is among the figures of the job's page. */
export function workName(t: TFunction<'jobs'>, job: JobResource): string {
  const works = t('steps.work', { returnObjects: true }) as unknown as Record<WorkCode, string>;
  return t(`steps.work.${known(works, job.operation) ? job.operation : 'other'}`);
}

/** The tone of a status and the key of its word. */
export function statusOf(frame: Frame): { tone: Tone; key: StatusKey } {
  const { job } = frame;
  if (isExpected(frame) && !frame.cancelAsked) return { tone: 'plain', key: sendingOf(frame) };
  if (frame.problem !== null) return { tone: 'plain', key: 'unknown' };
  if (isCanceling(frame)) return { tone: 'plain', key: 'canceling' };
  if (job.credits.refunded > 0) return { tone: 'info', key: 'refunded' };
  return { tone: tones[job.status], key: job.status };
}

function sendingOf({ problem }: Frame): 'sending' | Unanswered {
  return problem === 'unsent' || problem === 'unanswered' ? problem : 'sending';
}

export type StatusKey = JobResource['status'] | 'refunded' | 'sending' | Unanswered | 'unknown';

const tones: Record<JobResource['status'], Tone> = {
  queued: 'plain',
  running: 'live',
  canceling: 'plain',
  succeeded: 'ok',
  failed: 'bad',
  canceled: 'plain',
  expired: 'plain',
};
