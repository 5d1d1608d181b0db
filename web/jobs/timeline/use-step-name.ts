import type { JobResource } from '../../../api/jobs/resource.ts';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { priceOf } from '../../operations/price.ts';
import { useWords } from '../../i18n/use-words.ts';
import { workName } from '../job-words.ts';
import type { Step } from './steps.ts';

/** What a line of the timeline says, in words a person understands. */
export function useStepName(
  step: Pick<Step, 'stage' | 'state' | 'again'>,
  job: JobResource,
  operation: OperationResource | undefined,
): string {
  const { t, format } = useWords('jobs');
  const { held, charged, refunded } = job.credits;
  // An ended job that was not charged no longer says what it had held: its price does.
  const quoted = operation && !job.cached ? priceOf(operation.prices, job.input) : 0;
  const price = Math.max(held, charged, refunded) || quoted;
  const counted = (count: number) => ({ count, n: format.number(count) });
  switch (step.stage) {
    case 'accepted':
      return t('steps.accepted');
    case 'reserved':
      if (job.cached) return t('steps.reservedCached');
      if (step.state === 'waiting') return price > 0 ? t('steps.holding') : t('steps.reservedFree');
      return price > 0 ? t('steps.reserved', counted(price)) : t('steps.reservedFree');
    case 'working':
      return step.again ? `${t('steps.other')} · ${workName(t, job)}` : workName(t, job);
    case 'storing':
      return t('steps.storing');
    case 'settled':
      if (charged > 0) return t('steps.charged', counted(charged));
      return price > 0 ? t('steps.settled') : t('steps.settledFree');
  }
}
