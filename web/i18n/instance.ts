import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '../../domain/languages.ts';
import type { Translation } from './translation.ts';

/** The texts of one language, loaded apart so that a browser downloads one language only. */
async function loadTexts(locale: Locale): Promise<Translation> {
  if (locale === 'fr') return (await import('./fr.ts')).fr;
  return (await import('./en.ts')).en;
}

/** A new i18next with one language: on the server one a request, in the browser one a page. */
export async function createI18n(locale: Locale): Promise<i18n> {
  const instance = createInstance();
  const texts = await loadTexts(locale);
  await instance.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    resources: { [locale]: { translation: texts } },
    interpolation: { escapeValue: false }, // React escapes
  });
  return instance;
}

/** Changes a running instance to another language, loading its texts first. */
export async function speak(instance: i18n, locale: Locale): Promise<void> {
  if (instance.language === locale) return;
  if (!instance.hasResourceBundle(locale, 'translation')) {
    instance.addResourceBundle(locale, 'translation', await loadTexts(locale));
  }
  await instance.changeLanguage(locale);
}
