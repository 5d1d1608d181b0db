import type { Problem } from '../../api/http/problems/resource.ts';

/** An answer of `/v1` that is a problem; `problem.code` says which. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, retryAfterMs: number | null) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer came: nobody knows whether the request arrived. */
export class NoAnswer extends Error {
  /** The browser had no line before it was asked: then nothing has left it. */
  readonly wasOffline: boolean;

  constructor(cause?: unknown, wasOffline = false) {
    super('No answer', { cause });
    this.name = 'NoAnswer';
    this.wasOffline = wasOffline;
  }
}

/** The server's own "no", which asking again does not change by itself; null for its faults and for silence. */
export function definiteProblem(error: unknown): ProblemError | null {
  return error instanceof ProblemError && error.problem.status < 500 ? error : null;
}

/** Reads a problem's body, or makes one up for answers that are not ours (a proxy's 502). */
export function problemFrom(status: number, body: string, retryAfter: string | null): ProblemError {
  const seconds = Number(retryAfter ?? NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : null;
  return new ProblemError(parseProblem(status, body), retryAfterMs);
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
