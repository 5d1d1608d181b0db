import { Link, useLocation } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { button } from '../ui/controls/button.ts';

/** The way to a new session, and back to this page. */
export function SignInAgain() {
  const { t } = useTranslation('signIn');
  const { pathname, search } = useLocation();
  return (
    <Link
      to={`/sign-in?return=${encodeURIComponent(pathname + search)}`}
      className={button.neutral}
    >
      {t('title')}
    </Link>
  );
}
