import { type BackendModule, createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '../../domain/languages.ts';
import { type Namespace, sources } from './namespaces.ts';

/** Fetches the texts of one feature in one language when they are first wanted. */
const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    sources[namespace as Namespace][language as Locale]().then(
      ({ texts }) => {
        done(null, texts);
      },
      (error: unknown) => {
        done(error as Error, null);
      },
    );
  },
};

/**
 * A new i18next: on the server one a request, in the browser one a page.
 * @param namespaces those whose texts are there at once; others come when they are asked for
 * @param written the texts that need not be fetched
 */
export async function createI18n(
  locale: Locale,
  namespaces: readonly Namespace[],
  written: Partial<Record<Namespace, object>> = {},
): Promise<i18n> {
  const instance = createInstance();
  await instance
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: locale,
      fallbackLng: false,
      ns: namespaces,
      resources: { [locale]: written },
      partialBundledLanguages: true,
      defaultNS: false,
      interpolation: { escapeValue: false }, // React escapes
      // A navigation that suspends outside a transition makes React throw the whole page away.
      react: { useSuspense: false },
    });
  return instance;
}
