import { createCookie } from '@remix-run/node';
import { isLocale, type Locale } from '../../domain/languages.ts';
import { preferredLocale } from '../i18n/locale.ts';

export type Theme = 'dark' | 'light';

const year = { path: '/', maxAge: 31_536_000, sameSite: 'lax', httpOnly: true } as const;
const localeCookie = createCookie('atelier_locale', year);
const themeCookie = createCookie('atelier_theme', year);

/** What a person chose, from cookies; the language falls back to the browser's, the theme to dark. */
export async function readPreferences(request: Request): Promise<{ locale: Locale; theme: Theme }> {
  const sent = request.headers.get('cookie');
  // Whatever the browser sent: a cookie of another making is no choice.
  const locale: unknown = await localeCookie.parse(sent);
  const theme: unknown = await themeCookie.parse(sent);
  return {
    locale: isChosen(locale) ? locale : preferredLocale(request.headers.get('accept-language')),
    theme: theme === 'light' ? 'light' : 'dark',
  };
}

/** The Set-Cookie values that keep what a form chose; unknown choices are left out. */
export async function preferenceCookies(
  choice: { locale: string | undefined; theme: string | undefined },
  secure: boolean,
): Promise<string[]> {
  const { locale, theme } = choice;
  const isTheme = theme === 'light' || theme === 'dark';
  return [
    ...(isLocale(locale) ? [await localeCookie.serialize(locale, { secure })] : []),
    ...(isTheme ? [await themeCookie.serialize(theme, { secure })] : []),
  ];
}

function isChosen(value: unknown): value is Locale {
  return typeof value === 'string' && isLocale(value);
}
