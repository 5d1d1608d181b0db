import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Balance } from '../../api/credits/resource.ts';
import type { Session } from '../../api/pages/page-api.ts';
import { ConnectionProvider } from '../client/connection.tsx';
import { BalanceProvider } from '../credits/balance.tsx';
import { Header } from './header.tsx';
import { OfflineBanner } from './offline-banner.tsx';

/** What stands round every page of somebody who is signed in. */
export function Shell(props: { session: Session; balance: Balance; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <BalanceProvider initial={props.balance}>
      <ConnectionProvider>
        <div className="flex min-h-dvh flex-col lg:has-[[data-studio]]:h-dvh">
          <a
            href="#main"
            className="fixed -top-16 left-4 z-50 rounded-control bg-text px-4 py-3 text-bg focus:top-2"
          >
            {t('app.skip')}
          </a>
          <Header session={props.session} />
          <OfflineBanner />
          {props.children}
        </div>
      </ConnectionProvider>
    </BalanceProvider>
  );
}
