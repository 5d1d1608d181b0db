import { Link } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/button.ts';
import { CancelButton } from '../jobs/cancel-button.tsx';
import { FailureCard } from '../problems/failure-card.tsx';
import { type Frame, isExpected, isLive } from '../jobs/frame.ts';
import { Outcome } from '../jobs/outcome.tsx';
import { RunAgain } from './run/run-again.tsx';
import { StatusBadge } from '../jobs/status-badge.tsx';
import { StepAnnouncer } from '../jobs/timeline/step-announcer.tsx';
import { Timeline } from '../jobs/timeline/timeline.tsx';
import type { Studio } from './use-studio.ts';
import { causeOf } from '../problems/cause-words.ts';
import { operationName } from '../operations/operation-name.ts';
import { hasEnded } from '../../domain/job-status.ts';

/** The current job beside the form: its state, its steps, its outcome, and the way to stop it. */
export function JobPanel({ studio, frame }: { studio: Studio; frame: Frame }) {
  const { t, locale, format } = useWords();
  const { job } = frame;
  const operation = studio.operations.find(({ id }) => id === job.operation);
  const name = operationName(studio.operations, job.operation, locale);
  const panel = useRevealed(!hasEnded(job.status));
  const failed = job.status === 'failed' || job.status === 'expired';
  return (
    <div ref={panel}>
      {failed && <JobFailure studio={studio} frame={frame} />}
      <div className="p-4 lg:p-5">
        <div className="mb-4 flex items-start justify-between gap-3">
          <div className="min-w-0">
            <h3 className="text-card font-semibold">{name}</h3>
            {operation && !hasEnded(job.status) && (
              <p className="text-meta text-text-2">
                {t('steps.usually', { duration: format.duration(operation.usual_duration_ms) })}
              </p>
            )}
          </div>
          <StatusBadge frame={frame} />
        </div>
        <StepAnnouncer frame={frame} operation={operation} name={name} />
        <Timeline frame={frame} operation={operation} />
        <Outcome frame={frame} />
        <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
          {isLive(frame) && <CancelButton studio={studio} frame={frame} />}
          {hasEnded(job.status) && !failed && <RunAgain studio={studio} frame={frame} />}
          {!isExpected(frame) && (
            <Link to={`/jobs/${job.id}`} className={`${button.ghost} -ml-3.5`}>
              {t('outcome.details')}
            </Link>
          )}
        </div>
      </div>
    </div>
  );
}

/** Brings a new job's steps into view where the column scrolls alone; elsewhere the page stays. */
function useRevealed(live: boolean) {
  const element = useRef<HTMLDivElement>(null);
  const wanted = useRef(live);
  useEffect(() => {
    if (wanted.current && matchMedia('(min-width: 1024px)').matches) {
      element.current?.scrollIntoView({ block: 'nearest' });
    }
  }, []);
  return element;
}

function JobFailure({ studio, frame }: { studio: Studio; frame: Frame }) {
  const { t, locale, format } = useWords();
  const { job } = frame;
  const returned = job.credits.refunded;
  const cost =
    returned > 0
      ? t('outcome.returned', { count: returned, n: format.number(returned) })
      : t('steps.charged', {
          count: job.credits.charged,
          n: format.number(job.credits.charged),
        }) + '.';
  const mode = studio.form.fields.find(({ name }) => name === 'mode');
  const product =
    mode && 'choices' in mode ? mode.choices.find(({ value }) => value === 'product') : undefined;
  const canTry =
    job.error?.code === 'no_subject' &&
    job.operation === studio.operation?.id &&
    job.input.mode !== 'product' &&
    product;
  return (
    <FailureCard
      title={cost}
      cause={causeOf(t, job.error ?? { code: job.status === 'expired' ? 'expired' : 'other' })}
      reference={`${t('job.id')} ${job.id}`}
    >
      <RunAgain studio={studio} frame={frame} />
      {canTry && (
        <button
          type="button"
          className={button.neutral}
          onClick={() => void studio.again(frame, { mode: 'product' })}
        >
          {t('outcome.tryMode', { mode: product.label[locale] })}
        </button>
      )}
    </FailureCard>
  );
}
