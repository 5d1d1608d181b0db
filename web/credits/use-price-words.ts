import { useMemo } from 'react';
import { useWords } from '../i18n/use-words.ts';

/** The two ways to say what something costs. */
export function usePriceWords() {
  const { t, format } = useWords('credits');
  return useMemo(() => {
    const credits = (count: number) => t('amount', { count, n: format.number(count) });
    return {
      /** `4 credits` */
      credits,
      /** `4 credits`, or `Free` */
      price: (count: number) => (count === 0 ? t('free') : credits(count)),
    };
  }, [t, format]);
}
