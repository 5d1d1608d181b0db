import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Outlet, type ShouldRevalidateFunction, useLoaderData } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { BalanceProvider } from '../shell/balance.tsx';
import { ConnectionProvider } from '../shell/connection.tsx';
import { Header } from '../shell/header.tsx';
import { OfflineBanner } from '../shell/offline-banner.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { api } = context;
  const session = await api.session(request);
  if (!session) {
    const { pathname, search } = new URL(request.url);
    return redirect(`/sign-in?return=${encodeURIComponent(pathname + search)}`);
  }
  return {
    session,
    operations: api.operations(),
    balance: await api.balance(session),
  };
}

// The browser keeps balance and jobs up to date itself, by asking /v1.
export const shouldRevalidate: ShouldRevalidateFunction = () => false;

export default function Shell() {
  const { t } = useTranslation();
  const { session, balance } = useLoaderData<typeof loader>();
  return (
    <BalanceProvider initial={balance}>
      <ConnectionProvider>
        <div className="flex min-h-dvh flex-col lg:has-[[data-studio]]:h-dvh">
          <a
            href="#main"
            className="fixed -top-16 left-4 z-50 rounded-control bg-text px-4 py-3 text-bg focus:top-2"
          >
            {t('app.skip')}
          </a>
          <Header session={session} />
          <OfflineBanner />
          <Outlet />
        </div>
      </ConnectionProvider>
    </BalanceProvider>
  );
}
