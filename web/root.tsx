import instrumentSans from '@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2?url';
import bricolage from '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2?url';
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  type ShouldRevalidateFunction,
  useRouteLoaderData,
} from '@remix-run/react';
import { type ReactNode, useEffect } from 'react';
import { PageTexts } from './i18n/page-texts.tsx';
import { useI18n } from './i18n/use-words.ts';
import { useNonce } from './http/nonce.ts';
import { useRequestId } from './http/request-id.ts';
import { readPreferences } from './preferences/preferences.ts';
import { PageError } from './shell/page-error.tsx';
import styles from './styles/app.css?url';
import type { RouteTexts } from './i18n/route-texts.ts';

export const handle: RouteTexts = { texts: ['shell'] };

const font = { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' } as const;

export const links: LinksFunction = () => [
  { rel: 'preload', href: instrumentSans, ...font },
  { rel: 'preload', href: bricolage, ...font, media: '(min-width: 1024px)' },
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction = () => [{ title: 'Atelier' }];

export function loader({ request }: LoaderFunctionArgs) {
  return readPreferences(request);
}

// Only a form can change what the cookies say.
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod }) =>
  formMethod !== undefined;

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  const requestId = useRequestId();
  const preferences = useRouteLoaderData<typeof loader>('root');
  const i18n = useI18n();
  return (
    <html
      lang={preferences?.locale ?? i18n.language}
      data-theme={preferences?.theme ?? 'dark'}
      suppressHydrationWarning
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="dark light" />
        <meta name="request-id" content={requestId} />
        <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <PageTexts />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  const preferences = useRouteLoaderData<typeof loader>('root');
  const i18n = useI18n();
  useEffect(() => {
    if (preferences && preferences.locale !== i18n.language) {
      void i18n.changeLanguage(preferences.locale);
    }
  }, [i18n, preferences]);
  useEffect(() => {
    document.documentElement.dataset.alive = '';
  }, []);
  return <Outlet />;
}

export function ErrorBoundary() {
  return <PageError />;
}
