import type { PageApi } from '../../api/pages/page-api.ts';
import { organizationField } from './organization-field.ts';
import { requireSameOrigin } from './same-origin.ts';

interface Asked {
  readonly request: Request;
  readonly context: { readonly ownOrigins: readonly string[]; readonly api: PageApi };
}

/**
 * What a form of ours sent. Every action begins with this, or with `readSessionForm`.
 * @throws a `Response` that says what is wrong: foreign (403), of another kind (415), unreadable (400)
 */
export async function readForm({ request, context }: Asked): Promise<FormData> {
  requireSameOrigin(request, context.ownOrigins);
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data') {
    throw new Response('Not a form', { status: 415 });
  }
  // Whoever reads the body as text or form data says with a TypeError that it is none.
  return request.formData().catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
    throw new Response('No form that can be read', { status: 400 });
  });
}

/**
 * The same for what is done in a session: cookies are the browser's, not the page's, so a page that was opened for one
 * organization must not act for another that somebody signed in for since. Without a session there is nothing to change.
 * @throws a `Response` with 409 when the session is of another organization
 */
export async function readSessionForm(asked: Asked): Promise<FormData> {
  const form = await readForm(asked);
  const session = await asked.context.api.session(asked.request);
  if (session && form.get(organizationField) !== session.organization.id) {
    throw new Response('The session acts for another organization', { status: 409 });
  }
  return form;
}
