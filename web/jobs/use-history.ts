import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Page } from '../../api/http/page.ts';
import type { JobResource } from '../../api/jobs/resource.ts';
import { useConnection, useWake } from '../client/connection.tsx';
import { definiteProblem, type ProblemError } from '../problems/problem-error.ts';
import { pollDelay } from './followed-job.ts';
import { forward } from './frame.ts';
import { fetchJobs } from './job-requests.ts';

/** The way to older jobs than the page knows. */
export interface Older {
  readonly hasMore: boolean;
  /** Why the server gave no older jobs; null after the next press. */
  readonly problem: ProblemError | null;
  /** Asks for the next page, once at a time, until the server answers; the header shows while it does not. */
  more: () => void;
}

export type History = InfiniteData<Page<JobResource>, string | null>;

/** Where the cache keeps the pages of the history, newest first. */
export const historyKey = ['jobs', 'history'];

/** The cache's entry for a first page that a loader brought. */
export function loadedHistory(first: Page<JobResource>): History {
  return { pages: [first], pageParams: [null] };
}

/** The history with a job that has just been made, first. */
export function withNewest(history: History | undefined, job: JobResource): History | undefined {
  if (!history) return history;
  const pages = history.pages.map((page, index) => {
    const others = page.data.filter(({ id }) => id !== job.id);
    return { ...page, data: index === 0 ? [job, ...others] : others };
  });
  return { ...history, pages };
}

/** The history with the newest jobs of everybody; one that has nothing in common with them begins anew. */
export function withNewestPage(
  history: History | undefined,
  newest: Page<JobResource>,
): History | undefined {
  if (!history) return history;
  const known = new Set(history.pages.flatMap(({ data }) => data.map(({ id }) => id)));
  const unknown = newest.data.filter(({ id }) => !known.has(id));
  if (unknown.length === newest.data.length && newest.has_more) return loadedHistory(newest);
  const news = new Map(newest.data.map((job) => [job.id, job]));
  const pages = history.pages.map((page, index) => {
    const data = page.data.map((job) => forward(job, news.get(job.id) ?? job));
    return { ...page, data: index === 0 ? [...unknown, ...data] : data };
  });
  return { ...history, pages };
}

/** Every page that is there, and the way to more. */
export function useHistory(): { pages: readonly Page<JobResource>[]; older: Older } {
  const { report } = useConnection();
  const { data, error, failureCount, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery({
      queryKey: historyKey,
      queryFn: async ({ pageParam, signal }) => {
        try {
          const page = await fetchJobs(pageParam, 48, signal);
          report(true);
          return page;
        } catch (failure) {
          if (!signal.aborted) report(definiteProblem(failure) !== null);
          throw failure;
        }
      },
      initialPageParam: null as string | null,
      getNextPageParam: (last: Page<JobResource>) => last.next_cursor,
      retry: (_count, failure) => definiteProblem(failure) === null,
      retryDelay: (failures) => pollDelay(0, failures + 1),
    });

  const waits = isFetchingNextPage && failureCount > 0;
  useWake(
    useCallback(() => {
      if (waits) void fetchNextPage();
    }, [waits, fetchNextPage]),
  );
  return {
    pages: useMemo(() => data?.pages ?? [], [data]),
    older: {
      hasMore: hasNextPage,
      problem: isFetchingNextPage ? null : definiteProblem(error),
      more: () => void fetchNextPage({ cancelRefetch: false }),
    },
  };
}
