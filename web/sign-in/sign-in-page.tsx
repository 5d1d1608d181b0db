import { Form } from '@remix-run/react';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { LanguageSelect } from '../preferences/language-select.tsx';
import { ThemeButton } from '../preferences/theme-button.tsx';
import { Logo } from '../shell/logo.tsx';
import { CropMarks } from '../ui/crop-marks.tsx';

interface Props {
  /** Why the last try did not sign in, and with which address; null before the first. */
  problem: {
    code: 'invalid_credentials' | 'rate_limited' | 'forbidden_origin';
    email: string;
  } | null;
  busy: boolean;
}

/** The form that opens a session, beside a picture. */
export function SignInPage(props: Props) {
  const { t } = useTranslation('signIn');
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(440px,1fr)_2fr]">
      <main className="flex flex-col gap-8 px-4 py-5 sm:px-12 lg:py-8">
        <div className="flex items-center justify-between">
          <Logo />
          <div className="flex items-center gap-1">
            <LanguageSelect />
            <ThemeButton />
          </div>
        </div>
        <div className="my-auto w-full max-w-[360px] pb-16">
          <h1 className="font-display text-page font-semibold">{t('title')}</h1>
          <p className="mt-2 text-text-2">{t('lead')}</p>
          <SignInForm {...props} />
        </div>
      </main>
      <div className="relative hidden place-items-center bg-stage p-16 lg:grid">
        <div className="relative">
          <CropMarks />
          <img
            src="/samples/coffee.png"
            alt={t('photo')}
            width={600}
            height={400}
            className="block rounded-picture xl:w-[720px]"
          />
        </div>
      </div>
    </div>
  );
}

const input =
  'mt-2 block h-11 w-full rounded-control border border-line-strong bg-surface px-3 text-base lg:text-body';

function SignInForm({ problem, busy }: Props) {
  const { t } = useTranslation('signIn');
  return (
    <Form method="post" className="mt-8 grid gap-4">
      {problem && (
        <p role="alert" className="flex gap-2 rounded-control bg-bad-soft px-3 py-2.5 text-bad">
          <TriangleAlert size={18} aria-hidden className="mt-px" />
          {t(`errors.${problem.code}`)}
        </p>
      )}
      <label className="text-dense font-medium">
        {t('email')}
        <input
          className={input}
          type="email"
          name="email"
          autoComplete="username"
          defaultValue={problem?.email}
          required
        />
      </label>
      <label className="text-dense font-medium">
        {t('password')}
        <input
          className={input}
          type="password"
          name="password"
          autoComplete="current-password"
          required
        />
      </label>
      <button
        type="submit"
        disabled={busy}
        className="mt-2 h-12 rounded-control bg-text px-5 text-card font-semibold text-bg hover:bg-text-2 disabled:opacity-70"
      >
        {busy ? t('busy') : t('submit')}
      </button>
    </Form>
  );
}
