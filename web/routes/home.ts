import { type LoaderFunctionArgs, redirect } from '@remix-run/node';

export async function loader({ request, context }: LoaderFunctionArgs) {
  return redirect((await context.api.session(request)) ? '/studio' : '/sign-in');
}
