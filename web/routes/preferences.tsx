import { type ActionFunctionArgs, data, redirect } from '@remix-run/node';
import { preferenceCookies } from '../preferences/preferences.ts';
import { readForm } from '../http/page-action.ts';
import { isSecure, safeReturnPath, textOf } from '../http/same-origin.ts';

/** Keeps the language or the theme. A page without scripts is sent back to where it was chosen; any other stays there. */
export async function action(asked: ActionFunctionArgs) {
  const form = await readForm(asked);
  const headers = new Headers();
  const choice = { locale: textOf(form, 'locale'), theme: textOf(form, 'theme') };
  for (const cookie of await preferenceCookies(choice, isSecure(asked.context.ownOrigins)))
    headers.append('set-cookie', cookie);
  const back = textOf(form, 'return');
  return back === undefined ? data(null, { headers }) : redirect(safeReturnPath(back), { headers });
}

export function loader() {
  return redirect('/');
}

// With a component a refused form is answered with a page, in words; without one with a line of text.
export default function FormAlone() {
  return null;
}

export { PageError as ErrorBoundary } from '../shell/page-error.tsx';
