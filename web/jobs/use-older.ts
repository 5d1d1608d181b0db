import { useEffect, useRef, useState } from 'react';
import type { JobResource } from '../../api/jobs/resource.ts';
import { pollDelay } from './follow-job.ts';
import { useConnection } from '../client/connection.tsx';
import { definiteProblem, type ProblemError } from '../problems/problem-error.ts';
import { fetchJobs } from './job-requests.ts';

/** The way to older jobs than the page knows. */
export interface Older {
  readonly hasMore: boolean;
  /** Why the server gave no older jobs; null after the next press. */
  readonly problem: ProblemError | null;
  /** Asks for the next page, once at a time, until the server answers; the header tells while it does not. */
  more: () => Promise<void>;
}

/** Asks for the history page by page; every page goes to `onPage`. */
export function useOlder(
  first: string | null,
  onPage: (jobs: readonly JobResource[]) => void,
): Older {
  const [cursor, setCursor] = useState(first);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const { report, pause } = useConnection();
  const running = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      running.current?.abort();
    },
    [],
  );

  /** True once there is an answer, whatever it says. */
  const ask = async (position: string, signal: AbortSignal): Promise<boolean> => {
    try {
      const page = await fetchJobs(position, 48, signal);
      report(true);
      setCursor(page.next_cursor);
      onPage(page.data);
      return true;
    } catch (error) {
      if (signal.aborted) return true;
      const definite = definiteProblem(error);
      report(definite !== null);
      setProblem(definite);
      return definite !== null;
    }
  };

  const more = async () => {
    if (cursor === null || running.current) return;
    running.current = new AbortController();
    const { signal } = running.current;
    setProblem(null);
    for (let failures = 1; !(await ask(cursor, signal)); failures += 1) {
      await pause(pollDelay(0, failures), signal);
    }
    running.current = null;
  };
  return { hasMore: cursor !== null, problem, more };
}
