import { isLocale, type Locale } from '../../domain/languages.ts';
import { preferredLocale } from '../i18n/locale.ts';

export type Theme = 'dark' | 'light';

const cookies = { locale: 'atelier_locale', theme: 'atelier_theme' } as const;

/** What a person chose, from cookies; the language falls back to the browser's, the theme to dark. */
export function readPreferences(request: Request): { locale: Locale; theme: Theme } {
  const jar = new Map(
    (request.headers.get('cookie') ?? '').split(';').map((pair) => {
      const [name = '', value = ''] = pair.trim().split('=');
      return [name, value];
    }),
  );
  const locale = jar.get(cookies.locale);
  return {
    locale: isLocale(locale) ? locale : preferredLocale(request.headers.get('accept-language')),
    theme: jar.get(cookies.theme) === 'light' ? 'light' : 'dark',
  };
}

/** The Set-Cookie values that keep what a form chose; unknown choices are left out. */
export function preferenceCookies(choice: {
  locale: string | undefined;
  theme: string | undefined;
}): string[] {
  const keep = (name: string, value: string) =>
    `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`;
  return [
    ...(isLocale(choice.locale) ? [keep(cookies.locale, choice.locale)] : []),
    ...(choice.theme === 'light' || choice.theme === 'dark'
      ? [keep(cookies.theme, choice.theme)]
      : []),
  ];
}
