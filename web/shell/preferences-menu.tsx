import { useFetcher, useRouteLoaderData } from '@remix-run/react';
import { Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Locale, locales } from '../../domain/languages.ts';
import type { loader as rootLoader } from '../root.tsx';

const names = { en: 'app.english', fr: 'app.french' } as const;

/** The theme button: applies at once, the server remembers. */
export function ThemeButton() {
  const { t } = useTranslation();
  const fetcher = useFetcher();
  const theme = useRouteLoaderData<typeof rootLoader>('root')?.theme ?? 'dark';
  const other = theme === 'dark' ? 'light' : 'dark';
  const label = other === 'light' ? t('app.toLight') : t('app.toDark');
  return (
    <fetcher.Form method="post" action="/preferences">
      <button
        name="theme"
        value={other}
        aria-label={label}
        title={label}
        className="grid size-11 place-items-center rounded-control text-text-2 hover:bg-raised hover:text-text"
      >
        {theme === 'dark' ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
      </button>
    </fetcher.Form>
  );
}

/** The language chooser of pages without an account menu. */
function LanguageSelect() {
  const { t, i18n } = useTranslation();
  const fetcher = useFetcher();
  return (
    <select
      aria-label={t('app.language')}
      value={i18n.language}
      onChange={(event) => {
        keepLocale(fetcher.submit, event.currentTarget.value as Locale);
      }}
      className="h-11 rounded-control border border-line bg-bg px-2 text-base text-text-2 hover:text-text lg:text-body"
    >
      {locales.map((locale) => (
        <option key={locale} value={locale}>
          {t(names[locale])}
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

export function Preferences() {
  return (
    <div className="flex items-center gap-1">
      <LanguageSelect />
      <ThemeButton />
    </div>
  );
}
