import type { Page } from '../../api/http/page.ts';
import type { QuoteResource } from '../../api/jobs/quote-resource.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import { request, requestJson } from '../client/request.ts';

/** The job as it is now; `job` is null when it still has the given ETag. */
export async function fetchJob(
  id: string,
  etag: string | null,
  signal: AbortSignal,
): Promise<{ job: JobResource | null; etag: string | null }> {
  const headers: Record<string, string> = etag ? { 'if-none-match': etag } : {};
  const response = await request(`/v1/jobs/${id}`, { headers, signal });
  if (response.status === 304) return { job: null, etag };
  return { job: (await response.json()) as JobResource, etag: response.headers.get('etag') };
}

/** A page of the history, newest first; without a cursor the first one. */
export function fetchJobs(
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
): Promise<Page<JobResource>> {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor !== null && { cursor }) });
  return requestJson(`/v1/jobs?${query}`, { signal });
}

/** The newest jobs; `page` is null when they still have the given ETag. */
export async function fetchNewest(
  limit: number,
  etag: string | null,
  signal: AbortSignal,
): Promise<{ page: Page<JobResource> | null; etag: string | null }> {
  const headers: Record<string, string> = etag ? { 'if-none-match': etag } : {};
  const response = await request(`/v1/jobs?limit=${limit}`, { headers, signal });
  if (response.status === 304) return { page: null, etag };
  return {
    page: (await response.json()) as Page<JobResource>,
    etag: response.headers.get('etag'),
  };
}

interface Request {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the same request would cost as a job now. */
export function fetchQuote(body: Request, signal: AbortSignal): Promise<QuoteResource> {
  return requestJson('/v1/quotes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
}

export function postJob(body: Request, idempotencyKey: string): Promise<JobResource> {
  return requestJson('/v1/jobs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: JSON.stringify(body),
  });
}

export function cancelJob(id: string): Promise<JobResource> {
  return requestJson(`/v1/jobs/${id}/cancel`, { method: 'POST' });
}
