import { useFetcher, useLocation, useRouteLoaderData } from '@remix-run/react';
import { Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { loader as rootLoader } from '../root.tsx';

/** The theme button: applies at once, the server remembers. */
export function ThemeButton() {
  const { t } = useTranslation('preferences');
  const fetcher = useFetcher();
  const theme = useRouteLoaderData<typeof rootLoader>('root')?.theme ?? 'dark';
  const other = theme === 'dark' ? 'light' : 'dark';
  const { pathname, search } = useLocation();
  const label = other === 'light' ? t('toLight') : t('toDark');
  return (
    <fetcher.Form
      method="post"
      action="/preferences"
      onSubmit={(event) => {
        event.preventDefault();
        fetcher.submit({ theme: other }, { method: 'post', action: '/preferences' });
      }}
    >
      <input type="hidden" name="return" value={pathname + search} />
      <button
        name="theme"
        value={other}
        aria-label={label}
        title={label}
        className="grid size-11 place-items-center rounded-control text-text-2 hover:bg-raised hover:text-text"
      >
        {theme === 'dark' ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
      </button>
    </fetcher.Form>
  );
}
