import { ChevronDown, TriangleAlert } from 'lucide-react';
import type { OperationResource } from '../../api/operations/resource.ts';
import { useWords } from '../i18n/use-words.ts';
import { type Frame } from '../jobs/frame.ts';
import { stepsOf } from '../jobs/timeline/steps.ts';
import { useStepName } from '../jobs/timeline/use-step-name.ts';
import { useCauses } from '../problems/cause-words.ts';
import { operationName } from '../operations/operation-name.ts';

interface Props {
  frame: Frame;
  operations: readonly OperationResource[];
}

/** On small screens, the running job in one line that leads to its steps. */
export function LiveLine({ frame, operations }: Props) {
  const { t, locale } = useWords('studio');
  return (
    <a
      href="#steps"
      title={t('seeSteps')}
      className="flex min-h-12 items-center gap-3 py-1 border-t border-line px-4 lg:hidden"
    >
      <span aria-hidden className="pulse size-2.5 flex-none rounded-full" />
      <span className="font-medium">{operationName(operations, frame.job.operation, locale)}</span>
      <CurrentStep frame={frame} operations={operations} />
      <span className="grow" />
      <ChevronDown size={16} aria-hidden className="text-text-2" />
    </a>
  );
}

/** On small screens, why the job on the stage brought nothing: the card with the ways out is further down. */
export function FailureLine({ frame: { job } }: Pick<Props, 'frame'>) {
  const { t } = useWords('studio');
  const { causeOf } = useCauses();
  const code = job.status === 'expired' ? 'expired' : 'other';
  return (
    <a
      href="#steps"
      title={t('seeSteps')}
      className="flex min-h-12 items-center gap-3 border-t border-line px-4 py-2 text-bad lg:hidden"
    >
      <TriangleAlert size={16} aria-hidden />
      <span className="grow">{causeOf(job.error ?? { code })}</span>
      <ChevronDown size={16} aria-hidden className="flex-none" />
    </a>
  );
}

function CurrentStep(props: Props) {
  const { job } = props.frame;
  const steps = stepsOf(job);
  const step = steps.find(({ state }) => state === 'running') ?? steps[0];
  const name = useStepName(
    step ?? { stage: 'accepted', state: 'waiting', again: false },
    job,
    props.operations.find(({ id }) => id === job.operation),
  );
  return <span className="text-text-2">{name}</span>;
}
