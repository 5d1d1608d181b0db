import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Balance } from '../../api/credits/resource.ts';
import type { Session } from '../../api/pages/page-api.ts';
import { ConnectionProvider } from '../client/connection.tsx';
import { useKeptFocus } from '../ui/kept-focus.ts';
import { openedFor } from '../client/request.ts';
import { CacheProvider } from '../client/cache.tsx';
import { loadedBalance } from '../credits/balance.ts';
import { NewestJobs } from '../jobs/newest-jobs.tsx';
import { Header } from './header.tsx';
import { OfflineBanner } from './offline-banner.tsx';

/** What stands round every page of somebody who is signed in. */
export function Shell(props: { session: Session; balance: Balance; children: ReactNode }) {
  const { t } = useTranslation('shell');
  useKeptFocus();
  return (
    <CacheProvider loaded={[loadedBalance(props.balance)]}>
      <ConnectionProvider>
        <div
          {...openedFor(props.session.organization.id)}
          className="flex min-h-dvh flex-col lg:has-[[data-studio]]:h-dvh"
        >
          <a
            href="#main"
            className="fixed -top-16 left-4 z-50 rounded-control bg-text px-4 py-3 text-bg focus:top-2"
          >
            {t('skip')}
          </a>
          <Header session={props.session} />
          <OfflineBanner />
          <NewestJobs />
          {props.children}
        </div>
      </ConnectionProvider>
    </CacheProvider>
  );
}
