import { useFetcher } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { type Locale, locales } from '../../domain/languages.ts';

export const localeNames = { en: 'english', fr: 'french' } as const;

/** The language chooser of pages without an account menu. */
export function LanguageSelect() {
  const { t, i18n } = useTranslation('preferences');
  const fetcher = useFetcher();
  return (
    <select
      aria-label={t('language')}
      value={i18n.language}
      onChange={(event) => {
        keepLocale(fetcher.submit, event.currentTarget.value as Locale);
      }}
      className="h-11 rounded-control border border-line bg-bg px-2 text-base text-text-2 hover:text-text lg:text-body"
    >
      {locales.map((locale) => (
        <option key={locale} value={locale}>
          {t(localeNames[locale])}
        </option>
      ))}
    </select>
  );
}

/** Sends the chosen language to the server; the page follows when it has been kept. */
export function keepLocale(
  submit: (target: Record<string, string>, options: { method: 'post'; action: string }) => unknown,
  locale: Locale,
): void {
  submit({ locale }, { method: 'post', action: '/preferences' });
}
