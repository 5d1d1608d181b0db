import type { i18n, TFunction } from 'i18next';
import { useMemo } from 'react';
import { type FallbackNs, useTranslation } from 'react-i18next';
import { isLocale, type Locale } from '../../domain/languages.ts';
import { createFormat, type Format } from './format.ts';
import type { Namespace } from './namespaces.ts';

/**
 * The language of the page, its formats, and the texts of a feature.
 * @param namespace the feature's; of several the first needs no prefix
 */
export function useWords<const Of extends Namespace | readonly [Namespace, ...Namespace[]]>(
  namespace: Of,
): { t: TFunction<FallbackNs<Of>>; locale: Locale; format: Format } {
  const { t } = useTranslation(namespace);
  const { locale, format } = useLocale();
  return useMemo(() => ({ t, locale, format }), [t, locale, format]);
}

/** The language of the page and its formats, where no text is said. */
export function useLocale(): { locale: Locale; format: Format } {
  const { language } = useI18n();
  const locale: Locale = isLocale(language) ? language : 'en';
  return useMemo(() => ({ locale, format: createFormat(locale) }), [locale]);
}

/** The page's i18next itself. */
export function useI18n(): i18n {
  return useTranslation([]).i18n;
}
