import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { readSessionForm } from '../http/page-action.ts';

export async function action(asked: ActionFunctionArgs) {
  await readSessionForm(asked);
  const headers = new Headers();
  const { request, context } = asked;
  for (const cookie of await context.api.signOut(request)) headers.append('set-cookie', cookie);
  return redirect('/sign-in', { headers });
}

export function loader() {
  return redirect('/');
}

// With a component a refused form is answered with a page, in words; without one with a line of text.
export default function FormAlone() {
  return null;
}

export { PageError as ErrorBoundary } from '../shell/page-error.tsx';
