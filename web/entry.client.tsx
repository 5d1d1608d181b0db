import { RemixBrowser } from '@remix-run/react';
import { startTransition, StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createI18n } from './i18n/instance.ts';
import { namespaces } from './i18n/namespaces.ts';
import { writtenTexts } from './i18n/page-texts.tsx';
import { textsOf } from './i18n/route-texts.ts';
import { isLocale } from '../domain/languages.ts';
import { NonceContext } from './http/nonce.ts';
import { rememberFailedAnswers, RequestIdContext } from './http/request-id.ts';

const language = document.documentElement.lang;
const wanted = Object.values(window.__remixRouteModules).flatMap((route) => textsOf(route?.handle));
const locale = isLocale(language) ? language : 'en';
const i18n = await createI18n(locale, wanted, writtenTexts());
rememberFailedAnswers();
const requestId = document.querySelector<HTMLMetaElement>('meta[name="request-id"]')?.content ?? '';
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <NonceContext.Provider value={nonce}>
          <RequestIdContext.Provider value={requestId}>
            <RemixBrowser />
          </RequestIdContext.Provider>
        </NonceContext.Provider>
      </I18nextProvider>
    </StrictMode>,
  );
});

// The page works; the pages that it leads to find their texts here.
void i18n.loadNamespaces(namespaces);
