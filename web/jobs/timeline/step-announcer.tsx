import type { OperationResource } from '../../../api/operations/resource.ts';
import { useWords } from '../../i18n/use-words.ts';
import { type Frame, isLive } from '../frame.ts';
import { statusOf } from '../job-words.ts';
import { stepsOf } from './steps.ts';
import { useStepName } from './use-step-name.ts';

/** Says each change of step once, for those who do not see it; never seconds, never percents. */
export function StepAnnouncer({
  frame,
  operation,
  name,
}: {
  frame: Frame;
  operation: OperationResource | undefined;
  name: string;
}) {
  const { t } = useWords('jobs');
  const running = isLive(frame)
    ? stepsOf(frame.job).find(({ state }) => state === 'running')
    : undefined;
  const step = useStepName(
    running ?? { stage: 'accepted', state: 'done', again: false },
    frame.job,
    operation,
  );
  const status = t(`status.${statusOf(frame).key}`);
  return (
    <p role="status" className="sr-only">
      {t('steps.announce', { operation: name, step: running ? step : status })}
    </p>
  );
}
