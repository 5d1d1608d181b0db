import { useTranslation } from 'react-i18next';
import { PageForm } from '../http/page-form.tsx';
import { AccountButton, AccountField, AccountFrame, AccountProblem } from './account-frame.tsx';

interface Props {
  /** Why the last try did not sign in, and with which address; null before the first. */
  problem: {
    code: 'invalid_credentials' | 'no_organization' | 'rate_limited' | 'forbidden_origin';
    email: string;
  } | null;
  busy: boolean;
}

/** The form that opens a session. */
export function SignInPage({ problem, busy }: Props) {
  const { t } = useTranslation('signIn');
  return (
    <AccountFrame title={t('title')} lead={t('lead')}>
      <PageForm className="mt-8 grid gap-4">
        {problem && <AccountProblem text={t(`errors.${problem.code}`)} />}
        <AccountField
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          defaultValue={problem?.email}
        />
        <AccountField
          label={t('password')}
          type="password"
          name="password"
          autoComplete="current-password"
        />
        <AccountButton label={busy ? t('busy') : t('submit')} busy={busy} />
      </PageForm>
    </AccountFrame>
  );
}
