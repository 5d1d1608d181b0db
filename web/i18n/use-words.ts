import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createFormat, type Format } from './format.ts';
import { isLocale, type Locale } from '../../domain/languages.ts';

/** The language of the page, its texts, its formats, and the two ways to say a price. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const locale: Locale = isLocale(i18n.language) ? i18n.language : 'en';
  const format: Format = useMemo(() => createFormat(locale), [locale]);
  return useMemo(() => {
    const credits = (count: number) => t('credits.amount', { count, n: format.number(count) });
    return {
      t,
      locale,
      format,
      /** `4 credits` */
      credits,
      /** `4 credits`, or `Free` */
      price: (count: number) => (count === 0 ? t('credits.free') : credits(count)),
    };
  }, [t, locale, format]);
}
