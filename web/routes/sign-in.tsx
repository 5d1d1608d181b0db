import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { Form, useActionData, useNavigation } from '@remix-run/react';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { safeReturnPath, textOf } from '../same-origin.ts';
import { Logo } from '../shell/logo.tsx';
import { Preferences } from '../shell/preferences-menu.tsx';
import { CropMarks } from '../ui/crop-marks.tsx';

export const meta: MetaFunction = () => [{ title: 'Atelier' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (await context.api.session(request)) return redirect('/studio');
  return null;
}

const statuses = { invalid_credentials: 401, rate_limited: 429, forbidden_origin: 403 } as const;

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.clone().formData();
  const email = textOf(form, 'email')?.trim() ?? '';
  const answer = await context.api.signIn(request, {
    email,
    password: textOf(form, 'password') ?? '',
  });
  if (!answer.ok) return data({ code: answer.code, email }, { status: statuses[answer.code] });
  const headers = new Headers();
  for (const cookie of answer.setCookies) headers.append('set-cookie', cookie);
  const target = new URL(request.url).searchParams.get('return') ?? undefined;
  return redirect(safeReturnPath(target), { headers });
}

export default function SignIn() {
  const { t } = useTranslation();
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(440px,1fr)_2fr]">
      <main className="flex flex-col gap-8 px-4 py-5 sm:px-12 lg:py-8">
        <div className="flex items-center justify-between">
          <Logo />
          <Preferences />
        </div>
        <div className="my-auto w-full max-w-[360px] pb-16">
          <h1 className="font-display text-page font-semibold">{t('signIn.title')}</h1>
          <p className="mt-2 text-text-2">{t('signIn.lead')}</p>
          <SignInForm />
        </div>
      </main>
      <div className="relative hidden place-items-center bg-stage p-16 lg:grid">
        <div className="relative">
          <CropMarks />
          <img
            src="/samples/coffee.png"
            alt={t('signIn.photo')}
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

function SignInForm() {
  const { t } = useTranslation();
  const refusal = useActionData<typeof action>();
  const busy = useNavigation().state !== 'idle';
  return (
    <Form method="post" className="mt-8 grid gap-4">
      {refusal && (
        <p role="alert" className="flex gap-2 rounded-control bg-bad-soft px-3 py-2.5 text-bad">
          <TriangleAlert size={18} aria-hidden className="mt-px" />
          {t(`signIn.errors.${refusal.code}`)}
        </p>
      )}
      <label className="text-dense font-medium">
        {t('signIn.email')}
        <input
          className={input}
          type="email"
          name="email"
          autoComplete="username"
          defaultValue={refusal?.email}
          required
        />
      </label>
      <label className="text-dense font-medium">
        {t('signIn.password')}
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
        {busy ? t('signIn.busy') : t('signIn.submit')}
      </button>
    </Form>
  );
}
