import type { TFunction } from 'i18next';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { hasEnded } from '../../../domain/job-status.ts';
import type { Format } from '../../i18n/format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { operationName } from '../../operations/operation-name.ts';
import { type Frame, isCanceling, isLive } from '../frame.ts';
import { statusOf } from '../job-words.ts';
import { stepsOf } from './steps.ts';
import { useStepName } from './use-step-name.ts';

interface Props {
  /** The job that is followed; null while there is none, since a region that comes with its text is not read. */
  frame: Frame | null;
  operations: readonly OperationResource[];
}

/** Says each change of step once, for those who do not see it, and at the end what it cost; never seconds or percents. */
export function StepAnnouncer({ frame, operations }: Props) {
  return (
    <p role="status" className="sr-only">
      {frame && <Said frame={frame} operations={operations} />}
    </p>
  );
}

function Said({ frame, operations }: Props & { frame: Frame }) {
  const { t, locale, format } = useWords('jobs');
  const { job } = frame;
  const running = isLive(frame) ? stepsOf(job).find(({ state }) => state === 'running') : undefined;
  const name = useStepName(
    running ?? { stage: 'accepted', state: 'done', again: false },
    job,
    operations.find(({ id }) => id === job.operation),
  );
  const operation = operationName(operations, job.operation, locale);
  const status = t(`status.${statusOf(frame).key}`);
  if (hasEnded(job.status)) {
    return t('steps.announceEnd', { operation, status, cost: costOf(frame, t, format) });
  }
  return t('steps.announce', { operation, step: running && !isCanceling(frame) ? name : status });
}

function costOf({ job }: Frame, t: TFunction<'jobs'>, format: Format): string {
  const { charged, refunded } = job.credits;
  if (refunded > 0) return t('outcome.returned', { count: refunded, n: format.number(refunded) });
  return `${t('steps.charged', { count: charged, n: format.number(charged) })}.`;
}
