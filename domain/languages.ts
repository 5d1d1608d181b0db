/** The languages that the studio speaks. */
export const locales = ['en', 'fr'] as const;
export type Locale = (typeof locales)[number];

/** A text in every one of them. */
export type Localized = Readonly<Record<Locale, string>>;

/** True for a language that the studio speaks. */
export function isLocale(text: string | undefined): text is Locale {
  return locales.some((locale) => locale === text);
}
