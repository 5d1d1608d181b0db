import type { AssetResource } from '../../api/assets/resource.ts';
import type { Balance } from '../../api/credits/resource.ts';
import type { Page } from '../../api/http/page.ts';
import type { Problem } from '../../api/http/problems/resource.ts';
import type { JobResource } from '../../api/jobs/resource.ts';

/** An answer of `/v1` that refuses; `problem.code` says why. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, retryAfterMs: number | null) {
    super(problem.detail);
    this.name = 'Refusal';
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer came: nobody knows whether the request arrived. */
export class NoAnswer extends Error {
  constructor(cause?: unknown) {
    super('No answer', { cause });
    this.name = 'NoAnswer';
  }
}

/** Reads a refusal's body, or makes one up for answers that are not ours (a proxy's 502). */
export function refusalFrom(status: number, body: string, retryAfter: string | null): Refusal {
  const seconds = Number(retryAfter ?? NaN);
  return new Refusal(parseProblem(status, body), Number.isFinite(seconds) ? seconds * 1000 : null);
}

function parseProblem(status: number, body: string): Problem {
  try {
    const parsed = JSON.parse(body) as Partial<Problem>;
    if (typeof parsed.code === 'string') return parsed as Problem;
  } catch {
    // Not JSON: falls through to a problem of our own.
  }
  return {
    type: 'about:blank',
    title: '',
    status,
    detail: '',
    instance: '',
    code: status >= 500 ? 'unavailable' : 'other',
    request_id: '',
    retryable: status >= 500,
    doc_url: '',
  };
}

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { cache: 'no-store', credentials: 'same-origin', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new NoAnswer(error);
  }
  if (response.ok || response.status === 304) return response;
  throw refusalFrom(response.status, await response.text(), response.headers.get('retry-after'));
}

async function json<Body>(response: Response): Promise<Body> {
  return (await response.json()) as Body;
}

/** The job as it is now; `job` is null when it still has the given ETag. */
export async function fetchJob(
  id: string,
  etag: string | null,
  signal: AbortSignal,
): Promise<{ job: JobResource | null; etag: string | null }> {
  const headers: Record<string, string> = etag ? { 'if-none-match': etag } : {};
  const response = await call(`/v1/jobs/${id}`, { headers, signal });
  if (response.status === 304) return { job: null, etag };
  return { job: await json<JobResource>(response), etag: response.headers.get('etag') };
}

export async function postJob(
  body: { operation: string; input: Readonly<Record<string, unknown>> },
  idempotencyKey: string,
): Promise<JobResource> {
  return json(
    await call('/v1/jobs', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: JSON.stringify(body),
    }),
  );
}

export async function cancelJob(id: string): Promise<JobResource> {
  return json(await call(`/v1/jobs/${id}/cancel`, { method: 'POST' }));
}

export async function fetchAsset(id: string, signal: AbortSignal): Promise<AssetResource> {
  return json(await call(`/v1/assets/${id}`, { signal }));
}

export async function fetchBalance(): Promise<Balance> {
  return json(await call('/v1/credits/balance'));
}

export async function fetchJobs(
  cursor: string,
  limit: number,
  signal: AbortSignal,
): Promise<Page<JobResource>> {
  return json(
    await call(`/v1/jobs?limit=${limit}&cursor=${encodeURIComponent(cursor)}`, { signal }),
  );
}
