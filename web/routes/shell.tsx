import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Outlet, type ShouldRevalidateFunction, useLoaderData } from '@remix-run/react';
import { Shell } from '../shell/shell.tsx';
import { signInPath } from '../sign-in/sign-in-path.ts';
import type { RouteTexts } from '../i18n/route-texts.ts';

export const handle: RouteTexts = { texts: ['shell', 'preferences', 'credits'] };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { api } = context;
  const session = await api.session(request);
  if (!session) return redirect(signInPath(new URL(request.url)));
  return {
    session,
    operations: api.operations(),
    balance: await api.balance(session),
  };
}

// The browser keeps balance and jobs up to date itself, by asking /v1.
export const shouldRevalidate: ShouldRevalidateFunction = () => false;

export default function ShellRoute() {
  const { session, balance } = useLoaderData<typeof loader>();
  return (
    <Shell session={session} balance={balance}>
      <Outlet />
    </Shell>
  );
}
