import { NavLink } from '@remix-run/react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../api/pages/page-api.ts';
import { Logo } from './logo.tsx';
import { useMounted } from '../ui/use-mounted.ts';
import { ThemeButton } from '../preferences/theme-button.tsx';
import { Wallet } from '../credits/wallet.tsx';

// The menu's code is a fifth of the page's: it comes once the page works, and never as a boundary
// that an early click could reach before it is hydrated.
const AccountMenu = lazy(async () => ({
  default: (await import('./account-menu.tsx')).AccountMenu,
}));

export function Header({ session }: { session: Session }) {
  const { t } = useTranslation('shell');
  const mounted = useMounted();
  const place = <span className="size-11" />;
  return (
    <header className="print:hidden sticky top-0 z-20 flex h-14 short:max-lg:static items-center gap-2 border-b border-line bg-bg px-4 pr-2 lg:px-5 lg:pr-4">
      <Logo />
      <nav className="ml-2 hidden h-full lg:flex">
        <NavLink
          to="/studio"
          className="relative flex items-center px-3 font-medium text-text-2 after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 hover:text-text aria-[current=page]:text-text aria-[current=page]:after:bg-text"
        >
          {t('studio')}
        </NavLink>
      </nav>
      <span className="grow" />
      <Wallet />
      <ThemeButton />
      {mounted ? (
        <Suspense fallback={place}>
          <AccountMenu session={session} />
        </Suspense>
      ) : (
        place
      )}
    </header>
  );
}
