import { useEffect, useRef, useState } from 'react';
import type { JobResource } from '../../api/jobs/resource.ts';
import { fetchJobs, Refusal } from '../client/api.ts';
import { pollDelay } from '../client/watch-job.ts';
import { useConnection } from '../shell/connection.tsx';

/** The way to older jobs than the page knows. */
export interface Older {
  readonly hasMore: boolean;
  /** Why the server gave no older jobs; null after the next press. */
  readonly refusal: Refusal | null;
  /** Asks for the next page, once at a time, until the server answers; the header tells while it does not. */
  more: () => Promise<void>;
}

/** Asks for the history page by page; every page goes to `onPage`. */
export function useOlder(
  first: string | null,
  onPage: (jobs: readonly JobResource[]) => void,
): Older {
  const [cursor, setCursor] = useState(first);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
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
      const refused = error instanceof Refusal && error.problem.status < 500 ? error : null;
      report(refused !== null);
      setRefusal(refused);
      return refused !== null;
    }
  };

  const more = async () => {
    if (cursor === null || running.current) return;
    running.current = new AbortController();
    const { signal } = running.current;
    setRefusal(null);
    for (let failures = 1; !(await ask(cursor, signal)); failures += 1) {
      await pause(pollDelay(0, failures), signal);
    }
    running.current = null;
  };
  return { hasMore: cursor !== null, refusal, more };
}
