import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { requireSameOrigin } from '../http/same-origin.ts';

export async function action({ request, context }: ActionFunctionArgs) {
  requireSameOrigin(request, context.ownOrigins);
  const headers = new Headers();
  for (const cookie of await context.api.signOut(request)) headers.append('set-cookie', cookie);
  return redirect('/sign-in', { headers });
}

export function loader() {
  return redirect('/');
}
