import { Link } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import { nameLengthMax, passwordLengthMax, passwordLengthMin } from '../../domain/limits.ts';
import { PageForm } from '../http/page-form.tsx';
import { button } from '../ui/controls/button.ts';
import { AccountButton, AccountField, AccountFrame, AccountProblem } from './account-frame.tsx';

export type SignUpProblem = 'name' | 'password' | 'taken';

interface Props {
  /** Whom the invitation is for; null when it is not valid any more. */
  email: string | null;
  /** Why the last try made no account, and the name that was typed; null before the first. */
  problem: { code: SignUpProblem; name: string } | null;
  busy: boolean;
}

/** The form in which an invited person makes an account. */
export function SignUpPage({ email, problem, busy }: Props) {
  const { t } = useTranslation('signIn');
  if (email === null) return <NoInvitation />;
  const limits = { min: passwordLengthMin, max: passwordLengthMax };
  return (
    <AccountFrame title={t('signUp.title')} lead={t('signUp.lead')}>
      <PageForm className="mt-8 grid gap-4">
        {problem && <AccountProblem text={t(`signUp.errors.${problem.code}`, limits)} />}
        <AccountField
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          readOnly
        />
        <AccountField
          label={t('signUp.name')}
          name="name"
          autoComplete="name"
          maxLength={nameLengthMax}
          defaultValue={problem?.name}
        />
        <AccountField
          label={t('password')}
          hint={t('signUp.passwordHint', limits)}
          type="password"
          name="password"
          autoComplete="new-password"
          minLength={passwordLengthMin}
          maxLength={passwordLengthMax}
        />
        <AccountButton label={busy ? t('signUp.busy') : t('signUp.submit')} busy={busy} />
      </PageForm>
    </AccountFrame>
  );
}

function NoInvitation() {
  const { t } = useTranslation('signIn');
  return (
    <AccountFrame title={t('signUp.goneTitle')} lead={t('signUp.gone')}>
      <Link to="/sign-in" className={`${button.neutral} mt-6`}>
        {t('title')}
      </Link>
    </AccountFrame>
  );
}
