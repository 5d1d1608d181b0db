import { Link } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { OperationResource } from '../../api/operations/resource.ts';
import type { Field } from '../operations/form/schema.ts';
import type { Values } from '../operations/form/values.ts';
import { useWords } from '../i18n/use-words.ts';
import { button } from '../ui/controls/button.ts';
import { focusHeir } from '../ui/kept-focus.ts';
import { CancelButton } from '../jobs/cancel-button.tsx';
import { FailureCard } from '../problems/failure-card.tsx';
import { type Frame, hasFailed, isExpected, isLive } from '../jobs/frame.ts';
import { Outcome } from '../jobs/outcome.tsx';
import { RunAgain } from './run/run-again.tsx';
import { StatusBadge } from '../jobs/status-badge.tsx';
import { Timeline } from '../jobs/timeline/timeline.tsx';
import { useCauses } from '../problems/cause-words.ts';
import { operationName } from '../operations/operation-name.ts';
import { hasEnded } from '../../domain/job-status.ts';

interface Props {
  frame: Frame;
  operations: readonly OperationResource[];
  /** The form that is open beside it. */
  form: { operationId: string | undefined; fields: readonly Field[] };
  onCancel: () => void;
  /** Puts the job's input back into the form, with changes. */
  onRunAgain: (changes?: Values) => void;
}

/** The current job beside the form: its state, its steps, its outcome, and the way to stop it. */
export function JobPanel(props: Props) {
  const { t, locale, format } = useWords('jobs');
  const { frame, operations } = props;
  const { job } = frame;
  const operation = operations.find(({ id }) => id === job.operation);
  const name = operationName(operations, job.operation, locale);
  const panel = useRevealed(!hasEnded(job.status));
  const failed = hasFailed(frame);
  return (
    <div ref={panel}>
      {failed && <JobFailure {...props} canRunAgain={operation !== undefined} />}
      <div className="p-4 lg:p-5">
        <div className="mb-4 flex items-start justify-between gap-3">
          <div className="min-w-0">
            <h3 {...focusHeir} className="text-card font-semibold">
              {name}
            </h3>
            {operation && !hasEnded(job.status) && (
              <p className="text-meta text-text-2">
                {t('steps.usually', { duration: format.duration(operation.usual_duration_ms) })}
              </p>
            )}
          </div>
          <StatusBadge frame={frame} />
        </div>
        <Timeline frame={frame} operation={operation} />
        <Outcome frame={frame} />
        <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
          {isLive(frame) && <CancelButton withKey frame={frame} onCancel={props.onCancel} />}
          {hasEnded(job.status) && !failed && operation && (
            <RunAgain
              onRunAgain={() => {
                props.onRunAgain();
              }}
              seed={job.input.seed}
              onSameSeed={(seed) => {
                props.onRunAgain({ seed });
              }}
            />
          )}
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
    if (wanted.current && matchMedia('(min-width: 64rem)').matches) {
      element.current?.scrollIntoView({ block: 'nearest' });
    }
  }, []);
  return element;
}

function JobFailure({ frame, form, canRunAgain, onRunAgain }: Props & { canRunAgain: boolean }) {
  const { t, locale, format } = useWords(['studio', 'jobs']);
  const { causeOf } = useCauses();
  const { job } = frame;
  const returned = job.credits.refunded;
  const cost =
    returned > 0
      ? t('jobs:outcome.returned', { count: returned, n: format.number(returned) })
      : t('jobs:steps.charged', {
          count: job.credits.charged,
          n: format.number(job.credits.charged),
        }) + '.';
  const mode = form.fields.find(({ name }) => name === 'mode');
  const product =
    mode && 'choices' in mode ? mode.choices.find(({ value }) => value === 'product') : undefined;
  const canTry =
    job.error?.code === 'no_subject' &&
    job.operation === form.operationId &&
    job.input.mode !== 'product' &&
    product;
  return (
    <FailureCard
      title={cost}
      cause={causeOf(job.error ?? { code: job.status === 'expired' ? 'expired' : 'other' })}
      reference={`${t('jobs:job.id')} ${job.id}`}
    >
      {canRunAgain && (
        <RunAgain
          onRunAgain={() => {
            onRunAgain();
          }}
        />
      )}
      {canTry && (
        <button
          type="button"
          className={button.neutral}
          onClick={() => {
            onRunAgain({ mode: 'product' });
          }}
        >
          {t('run.tryMode', { mode: product.label[locale] })}
        </button>
      )}
    </FailureCard>
  );
}
