import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { useActionData, useNavigation } from '@remix-run/react';
import { emailLengthMax } from '../../domain/limits.ts';
import { readForm } from '../http/page-action.ts';
import { safeReturnPath, textOf } from '../http/same-origin.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import type { RouteTexts } from '../i18n/route-texts.ts';

export const handle: RouteTexts = { texts: ['signIn', 'preferences'] };

export const meta: MetaFunction = () => [{ title: 'Atelier' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (await context.api.session(request)) return redirect('/studio');
  return null;
}

const statuses = {
  invalid_credentials: 401,
  no_organization: 403,
  rate_limited: 429,
  forbidden_origin: 403,
} as const;

export async function action(asked: ActionFunctionArgs) {
  const { request, context } = asked;
  const form = await readForm(asked);
  const email = textOf(form, 'email')?.trim() ?? '';
  const answer = await context.api.signIn(request, {
    email,
    password: textOf(form, 'password') ?? '',
  });
  if (!answer.ok) {
    // What cannot be an address is not shown again, either.
    const shown = email.slice(0, emailLengthMax);
    return data({ code: answer.code, email: shown }, { status: statuses[answer.code] });
  }
  const headers = new Headers();
  for (const cookie of answer.setCookies) headers.append('set-cookie', cookie);
  const target = new URL(request.url).searchParams.get('return') ?? undefined;
  return redirect(safeReturnPath(target), { headers });
}

export default function SignInRoute() {
  const problem = useActionData<typeof action>() ?? null;
  const busy = useNavigation().state !== 'idle';
  return <SignInPage problem={problem} busy={busy} />;
}
