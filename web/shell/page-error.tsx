import { isRouteErrorResponse, Link, useRouteError } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { useRequestId } from '../http/request-id.ts';
import { CropMarks } from '../ui/crop-marks.tsx';
import { button } from '../ui/controls/button.ts';
import { Logo } from './logo.tsx';

/** What people see instead of a page that is missing or broke. */
export function PageError() {
  const { t } = useTranslation('shell');
  const error = useRouteError();
  const kind = kindOf(isRouteErrorResponse(error) ? error.status : 500);
  const broken = kind === 'broken';
  return (
    <main className="grid min-h-[70dvh] place-items-center p-8">
      <div className="relative max-w-md p-8">
        <CropMarks inside />
        <Logo />
        <h1 className="mt-4 font-display text-page font-semibold">{t(`page.${kind}`)}</h1>
        {kind !== 'missing' && <p className="mt-2 text-text-2">{t(`page.${kind}Hint`)}</p>}
        {broken && <RequestId error={error} />}
        <div className="mt-6 flex gap-2">
          {broken && (
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

function kindOf(status: number): 'missing' | 'changed' | 'refused' | 'broken' {
  if (status === 404) return 'missing';
  if (status === 409) return 'changed';
  return status >= 400 && status < 500 ? 'refused' : 'broken';
}

function RequestId({ error }: { error: unknown }) {
  const own = useRequestId();
  const told = isRouteErrorResponse(error)
    ? (error.data as { request_id?: string } | null)?.request_id
    : undefined;
  const id = told ?? own;
  return id ? <p className="mt-2 font-mono text-meta text-text-2">{id}</p> : null;
}
