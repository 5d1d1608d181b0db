import { isRouteErrorResponse, Link, useRouteError } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { CropMarks } from '../ui/crop-marks.tsx';
import { button } from '../ui/controls/button.ts';
import { Logo } from './logo.tsx';

/** What people see instead of a page that is missing or broke. */
export function PageError() {
  const { t } = useTranslation('shell');
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <main className="grid min-h-[70dvh] place-items-center p-8">
      <div className="relative max-w-md p-8">
        <CropMarks inside />
        <Logo />
        <h1 className="mt-4 font-display text-page font-semibold">
          {missing ? t('page.missing') : t('page.broken')}
        </h1>
        {!missing && <p className="mt-2 text-text-2">{t('page.brokenHint')}</p>}
        {!missing && <RequestId error={error} />}
        <div className="mt-6 flex gap-2">
          {!missing && (
            <button
              type="button"
              className={button.neutral}
              onClick={() => {
                location.reload();
              }}
            >
              {t('page.reload')}
            </button>
          )}
          <Link to="/studio" className={button.neutral}>
            {t('page.home')}
          </Link>
        </div>
      </div>
    </main>
  );
}

function RequestId({ error }: { error: unknown }) {
  const id = isRouteErrorResponse(error)
    ? (error.data as { request_id?: string } | null)?.request_id
    : undefined;
  return id ? <p className="mt-2 font-mono text-meta text-text-2">{id}</p> : null;
}
