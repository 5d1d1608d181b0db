import { useWords } from '../i18n/use-words.ts';
import { useBalance } from '../credits/balance.ts';
import type { Frame } from './frame.ts';

/** One sentence at the end: what came, what it cost, what is left. */
export function Outcome({ frame: { job, cancelAsked } }: { frame: Frame }) {
  const { t, format } = useWords('jobs');
  const balance = useBalance();
  const { charged } = job.credits;
  const words = () => {
    if (job.status === 'canceled') return t('outcome.canceled');
    if (job.status !== 'succeeded') return null;
    if (job.cached) return t('outcome.cached');
    if (charged === 0) return t('outcome.data');
    return t(cancelAsked ? 'outcome.tooLate' : 'outcome.image', {
      count: charged,
      n: format.number(charged),
      left: format.number(balance.available),
    });
  };
  const sentence = words();
  return sentence && <p className="mt-2 text-dense text-text-2">{sentence}</p>;
}
