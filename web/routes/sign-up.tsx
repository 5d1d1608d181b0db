import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { nameLengthMax, passwordLengthMax, passwordLengthMin } from '../../domain/limits.ts';
import { readForm } from '../http/page-action.ts';
import { textOf } from '../http/same-origin.ts';
import { SignUpPage, type SignUpProblem } from '../sign-in/sign-up-page.tsx';
import type { RouteTexts } from '../i18n/route-texts.ts';

export const handle: RouteTexts = { texts: ['signIn', 'preferences'] };

export const meta: MetaFunction = () => [{ title: 'Atelier' }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const invitation = await context.api.invitation(tokenOf(request));
  return data({ email: invitation?.email ?? null }, { status: invitation ? 200 : 404 });
}

export async function action(asked: ActionFunctionArgs) {
  const { request, context } = asked;
  const form = await readForm(asked);
  const name = textOf(form, 'name')?.trim() ?? '';
  const password = textOf(form, 'password') ?? '';
  const refuse = (code: SignUpProblem, status: number) =>
    data({ code, name: name.slice(0, nameLengthMax) }, { status });
  // Line breaks and the like are part of no name.
  if (name === '' || name.length > nameLengthMax || /\p{Cc}/u.test(name))
    return refuse('name', 400);
  if (password.length < passwordLengthMin || password.length > passwordLengthMax) {
    return refuse('password', 400);
  }
  const answer = await context.api.signUp(request, tokenOf(request), { name, password });
  if (answer.ok) {
    const headers = new Headers();
    for (const cookie of answer.setCookies) headers.append('set-cookie', cookie);
    return redirect('/studio', { headers });
  }
  if (answer.code === 'taken') return refuse('taken', 409);
  // Used meanwhile: the page says so. Made, but not signed in: the sign-in page says why.
  return redirect(answer.code === 'gone' ? request.url : '/sign-in');
}

function tokenOf(request: Request): string {
  return new URL(request.url).searchParams.get('invitation') ?? '';
}

export default function SignUpRoute() {
  const { email } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>() ?? null;
  const busy = useNavigation().state !== 'idle';
  return <SignUpPage email={email} problem={problem} busy={busy} />;
}
