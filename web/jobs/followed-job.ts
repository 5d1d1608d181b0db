import type { JobResource } from '../../api/jobs/resource.ts';
import { hasEnded } from '../../domain/job-status.ts';
import { definiteProblem } from '../problems/problem-error.ts';
import { forward } from './frame.ts';
import { fetchJob } from './job-requests.ts';

/** A job that may still change, and how it is asked about. */
export interface FollowedJob {
  readonly job: JobResource;
  readonly etag: string | null;
  /** Answers in a row without news, and questions in a row that went wrong. */
  readonly unchanged: number;
  readonly failures: number;
  /** False when the last question got no answer. */
  readonly answered: boolean;
  /** The problem's code, when the server does not say how the job is. */
  readonly problem: string | null;
  /** The wait before the next question; null when there is none. */
  readonly nextMs: number | null;
}

/** How long to wait before the next question, in ms: quick at first, patient when nothing moves or answers. */
export function pollDelay(unchanged: number, failures: number): number {
  if (failures > 0) return Math.min(15_000, 1_000 * 2 ** (failures - 1));
  return Math.min(2_000, 300 * 1.3 ** unchanged);
}

/** The start of following a job, or what is known of it after another answer brought it. */
export function followed(job: JobResource, before?: FollowedJob): FollowedJob {
  const newest = before ? forward(before.job, job) : job;
  return {
    job: newest,
    etag: before?.etag ?? null,
    unchanged: 0,
    failures: 0,
    answered: true,
    problem: null,
    nextMs: hasEnded(newest.status) ? null : pollDelay(0, 0),
  };
}

/**
 * Asks once. It is to be asked again until the job has ended or the server will not tell about it; without a session
 * too, since people sign in again in another tab.
 * @throws only when the signal stopped it
 */
export async function askAboutJob(before: FollowedJob, signal: AbortSignal): Promise<FollowedJob> {
  try {
    const { job, etag } = await fetchJob(before.job.id, before.etag, signal);
    if (job) return { ...followed(job, before), etag };
    const unchanged = before.unchanged + 1;
    const nextMs = hasEnded(before.job.status) ? null : pollDelay(unchanged, 0);
    return { ...before, unchanged, failures: 0, answered: true, nextMs };
  } catch (error) {
    if (signal.aborted) throw error;
    return withFailure(before, error);
  }
}

/** What may be over when people sign in again, in this tab or in another one. */
const comesBack: readonly string[] = ['unauthenticated', 'organization_changed'];

function withFailure(before: FollowedJob, error: unknown): FollowedJob {
  const failures = before.failures + 1;
  const definite = definiteProblem(error);
  const delayMs = pollDelay(before.unchanged, failures);
  const nextMs = Math.max(definite?.retryAfterMs ?? 0, delayMs);
  const after = { ...before, failures, answered: definite !== null, nextMs };
  if (!definite || definite.problem.status === 429) return after;
  const { code } = definite.problem;
  if (!comesBack.includes(code)) return { ...after, problem: code, nextMs: null };
  // The next answer must be a whole job: it takes the problem back.
  return { ...after, problem: code, etag: null };
}
