import { NoAnswer, problemFrom } from '../problems/problem-error.ts';

/**
 * Asks `/v1` with the page's session.
 * @throws ProblemError, NoAnswer, or the signal's reason when it was stopped
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { cache: 'no-store', credentials: 'same-origin', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new NoAnswer(error);
  }
  if (response.ok || response.status === 304) return response;
  throw problemFrom(response.status, await response.text(), response.headers.get('retry-after'));
}

/** The same, and what the answer holds. */
export async function requestJson<Body>(path: string, init: RequestInit = {}): Promise<Body> {
  return (await (await request(path, init)).json()) as Body;
}
