import { matchesEtag } from '../http/etag.ts';
import { ProblemError } from '../http/problems/problem.ts';
import type { RenderedJob } from './queries.ts';
import type { Answer } from '../http/contract/route.ts';

/** Seconds between two polls of a job that goes on. */
const pollSeconds = '1';

/** A job as an answer; without one, `not_found`. */
export function jobAnswer(
  job: RenderedJob | null,
  status: number,
  headers: Record<string, string> = {},
): Answer {
  return { status, headers: { ...jobHeaders(known(job)), ...headers }, bytes: known(job).body };
}

/** 304 when the caller has this very state, else the job. */
export function unchangedOr(job: RenderedJob | null, ifNoneMatch: string | undefined): Answer {
  if (!matchesEtag(ifNoneMatch, known(job).etag)) return jobAnswer(job, 200);
  return { status: 304, headers: jobHeaders(known(job)) };
}

/** What every answer about a job carries. */
export function jobHeaders(job: RenderedJob): Record<string, string> {
  return {
    ETag: job.etag,
    // Kept, but asked about every time.
    'Cache-Control': 'private, no-cache',
    ...(!job.ended && { 'Retry-After': pollSeconds }),
  };
}

function known(job: RenderedJob | null): RenderedJob {
  if (!job) throw new ProblemError('not_found', 'There is no such job.');
  return job;
}
