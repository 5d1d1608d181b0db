import { hasEnded } from '../../domain/job-status.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import { definiteProblem } from '../problems/problem-error.ts';
import { fetchJob } from './job-requests.ts';

/** How long to wait before the next question, in ms: quick at first, patient when nothing moves or answers. */
export function pollDelay(unchanged: number, failures: number): number {
  if (failures > 0) return Math.min(15_000, 1_000 * 2 ** (failures - 1));
  return Math.min(2_000, 300 * 1.3 ** unchanged);
}

/**
 * Follows one job by polling until it has ended, the server will not tell about it, or the signal stops it. Without a session it
 * goes on asking: people sign in again in another tab.
 */
export async function watchJob(
  id: string,
  options: {
    signal: AbortSignal;
    onJob: (job: JobResource) => void;
    onAnswer: (answered: boolean) => void;
    /** The server will not tell about the job; gets the problem's code. */
    onProblem: (code: string) => void;
    /** Waits, or returns early when someone asks to try again now. */
    pause: (ms: number, signal: AbortSignal) => Promise<void>;
  },
): Promise<void> {
  const { signal, onJob, onAnswer, onProblem, pause } = options;
  const stopped = () => signal.aborted;
  let etag: string | null = null;
  let unchanged = 0;
  let failures = 0;
  while (!stopped()) {
    let askedToWaitMs = 0;
    try {
      const answer = await fetchJob(id, etag, signal);
      etag = answer.etag;
      failures = 0;
      unchanged = answer.job ? 0 : unchanged + 1;
      onAnswer(true);
      if (answer.job) onJob(answer.job);
      if (answer.job && hasEnded(answer.job.status)) return;
    } catch (error) {
      if (stopped()) return;
      failures += 1;
      const definite = definiteProblem(error);
      onAnswer(definite !== null);
      askedToWaitMs = definite?.retryAfterMs ?? 0;
      if (definite && definite.problem.status !== 429) {
        onProblem(definite.problem.code);
        if (definite.problem.status !== 401) return;
        // The next answer must be a whole job: it takes the problem back.
        etag = null;
      }
    }
    await pause(Math.max(askedToWaitMs, pollDelay(unchanged, failures)), signal);
  }
}
