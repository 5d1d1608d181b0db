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
