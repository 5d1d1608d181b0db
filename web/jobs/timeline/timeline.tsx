import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import { type Frame, isCanceling } from '../frame.ts';
import { type Step, stepsOf } from './steps.ts';
import { useSince } from './use-since.ts';
import { Unfollowed } from './unfollowed.tsx';
import { useStepName } from './use-step-name.ts';
import { hasEnded } from '../../../domain/job-status.ts';

interface Props {
  frame: Frame;
  operation: OperationResource | undefined;
}

/** The steps of a job, or why they can no longer be followed. */
export function Timeline({ frame, operation }: Props) {
  if (frame.problem !== null) return <Unfollowed code={frame.problem} />;
  return <Steps frame={frame} operation={operation} />;
}

/** Each step with its time; a bar only where a true percentage exists. */
function Steps(props: Props) {
  const { frame, operation } = props;
  const usualMs = operation?.usual_duration_ms ?? null;
  const { t, format } = useWords('jobs');
  const { job } = frame;
  const steps = stepsOf(job);
  const ended = hasEnded(job.status);
  const elapsed = useSince(ended ? null : (job.started_at ?? null));
  const late = usualMs !== null && elapsed !== null && elapsed > Math.max(3 * usualMs, 5_000);
  return (
    <>
      <ol>
        {steps.map((step, index) => (
          <Line
            key={`${step.stage}-${index}`}
            step={step}
            last={index === steps.length - 1}
            frame={frame}
            operation={operation}
          />
        ))}
      </ol>
      {job.status === 'queued' && job.queue_position !== null && job.queue_position > 0 && (
        <p className="mt-2 text-dense text-text-2">
          {t('steps.queue', { count: job.queue_position, n: format.number(job.queue_position) })}{' '}
          {t('steps.leave')}
        </p>
      )}
      {late && !isCanceling(frame) && (
        <p className="mt-2 text-dense text-text-2">{t('steps.late')}</p>
      )}
      {isCanceling(frame) && (
        <p className="mt-2 text-dense text-text-2">{t('steps.cancelingHint')}</p>
      )}
    </>
  );
}

const marks: Record<Step['state'], ReactNode> = {
  done: <Check size={16} className="text-ok" />,
  running: <span className="pulse size-2.5 rounded-full" />,
  failed: <X size={16} className="text-bad" />,
  waiting: <span className="size-2 rounded-full border border-line-strong" />,
};

function Line(props: {
  step: Step;
  last: boolean;
  frame: Frame;
  operation: OperationResource | undefined;
}) {
  const { step, last, frame } = props;
  const { t, format } = useWords('jobs');
  const name = useStepName(step, frame.job, props.operation);
  const running = useSince(step.state === 'running' ? step.startedAt : null);
  const percent = frame.job.progress.percent;
  const words = { done: 'done', running: 'now', failed: 'failed', waiting: 'waiting' } as const;
  const time = step.durationMs ?? running;
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-2.5">
      <span
        aria-hidden
        className="grid justify-items-center grid-rows-[1.25rem_minmax(0.625rem,1fr)]"
      >
        <span className="grid place-items-center">{marks[step.state]}</span>
        {!last && (
          <span
            className={`my-0.5 w-px ${step.state === 'done' ? 'bg-line-strong' : 'dotted-rail'}`}
          />
        )}
      </span>
      <div className="pb-2.5">
        <span
          className={
            step.state === 'waiting'
              ? 'text-text-3'
              : step.state === 'running'
                ? 'font-semibold'
                : 'font-medium'
          }
        >
          {name}
        </span>
        <span className="sr-only">, {t(`steps.${words[step.state]}`)}</span>
        {step.state === 'running' && step.stage === 'working' && percent > 0 && (
          <progress className="bar mt-2" aria-label={name} value={percent} max={100} />
        )}
      </div>
      <span
        className={`text-meta/5 ${step.state === 'running' ? 'text-shutter-text' : 'text-text-2'}`}
      >
        {time !== null && format.duration(time)}
      </span>
    </li>
  );
}
