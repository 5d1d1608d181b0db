import { useMemo } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useCauses } from '../problems/cause-words.ts';
import type { Frame } from './frame.ts';

/** How a job ended, in one sentence: what came, or why nothing did, and what it cost. */
export function useOutcomeWords(): (frame: Pick<Frame, 'job' | 'cancelAsked'>) => string | null {
  const { t, format } = useWords('jobs');
  const { causeOf } = useCauses();
  return useMemo(() => {
    const credits = (key: 'image' | 'tooLate' | 'returned', count: number) =>
      t(`outcome.${key}`, { count, n: format.number(count) });
    return ({ job, cancelAsked }) => {
      const { charged, refunded } = job.credits;
      switch (job.status) {
        case 'succeeded':
          if (job.cached) return t('outcome.cached');
          if (charged === 0) return t('outcome.data');
          return credits(cancelAsked ? 'tooLate' : 'image', charged);
        case 'canceled':
          return t('outcome.canceled');
        case 'failed':
        case 'expired': {
          const cause = causeOf(job.error ?? { code: job.status });
          return refunded > 0 ? `${cause} ${credits('returned', refunded)}` : cause;
        }
        default:
          return null;
      }
    };
  }, [t, format, causeOf]);
}
