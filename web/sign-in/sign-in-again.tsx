import { Link, useLocation } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { button } from '../ui/controls/button.ts';
import { signInPath } from './sign-in-path.ts';

/** The way to a new session, and back to this page. */
export function SignInAgain() {
  const { t } = useTranslation('signIn');
  return (
    <Link to={signInPath(useLocation())} className={button.neutral}>
      {t('title')}
    </Link>
  );
}
