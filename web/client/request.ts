import { NoAnswer, problemFrom } from '../problems/problem-error.ts';

const attribute = 'data-organization';

/** What says, on the element round a page, for which organization it was opened: whatever the page asks names it. */
export const openedFor = (organizationId: string) => ({ [attribute]: organizationId });

/** The headers of everything that this page asks of `/v1`. */
export function pageHeaders(): Record<string, string> {
  if (!('document' in globalThis)) return {};
  const organization = document.querySelector(`[${attribute}]`)?.getAttribute(attribute);
  return organization ? { 'atelier-organization': organization } : {};
}

/**
 * Asks `/v1` with the page's session.
 * @throws ProblemError, NoAnswer, or the signal's reason when it was stopped
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  const wasOffline = !navigator.onLine;
  try {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(pageHeaders())) headers.set(name, value);
    response = await fetch(path, {
      cache: 'no-store',
      credentials: 'same-origin',
      ...init,
      headers,
    });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new NoAnswer(error, wasOffline);
  }
  if (response.ok || response.status === 304) return response;
  throw problemFrom(response.status, await response.text(), response.headers.get('retry-after'));
}

/** The same, and what the answer holds. */
export async function requestJson<Body>(path: string, init: RequestInit = {}): Promise<Body> {
  return (await (await request(path, init)).json()) as Body;
}
