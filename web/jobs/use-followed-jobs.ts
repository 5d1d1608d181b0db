import { type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { JobResource } from '../../api/jobs/resource.ts';
import { hasEnded } from '../../domain/job-status.ts';
import { useConnection, useWake } from '../client/connection.tsx';
import { isHidden } from '../client/is-hidden.ts';
import { useBalanceChanges } from '../credits/balance.ts';
import { askAboutJob, followed, type FollowedJob } from './followed-job.ts';

const followedKey = ['jobs', 'followed'];

/** Where the cache keeps a job that is followed. */
export const followedJobKey = (id: string) => [...followedKey, id];

/** The jobs as they are now; those that have not ended are asked about until they have. */
export function useFollowedJobs(jobs: readonly JobResource[]): readonly FollowedJob[] {
  const cache = useQueryClient();
  const { report } = useConnection();
  const { refresh } = useBalanceChanges();

  const ask = async (job: JobResource, signal: AbortSignal): Promise<FollowedJob> => {
    const key = followedJobKey(job.id);
    const before = cache.getQueryData<FollowedJob>(key) ?? followed(job);
    const after = await askAboutJob(before, signal);
    report(after.answered);
    if (movesCredits(before, after)) void refresh();
    // Meanwhile a cancel may have been answered, with something newer.
    const meanwhile = cache.getQueryData<FollowedJob>(key);
    return { ...after, job: meanwhile ? followed(after.job, meanwhile).job : after.job };
  };

  useWake(
    useCallback(() => {
      void cache.refetchQueries({ queryKey: followedKey, type: 'active', stale: true });
    }, [cache]),
  );
  return useQueries({
    queries: jobs.map((job) => ({
      queryKey: followedJobKey(job.id),
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(job, signal),
      initialData: () => followed(job),
      staleTime: ({ state }: Asked) => (state.data?.nextMs === null ? Infinity : 0),
      // A tab that nobody looks at follows as well, at leisure.
      refetchInterval: ({ state }: Asked) => paceOf(state.data?.nextMs ?? null),
      refetchIntervalInBackground: true,
    })),
    combine: dataOf,
  });
}

const hiddenPaceMs = 10_000;

function paceOf(nextMs: number | null): number | false {
  if (nextMs === null) return false;
  return isHidden() ? Math.max(hiddenPaceMs, nextMs) : nextMs;
}

interface Asked {
  readonly state: { readonly data: FollowedJob | undefined };
}

const dataOf = (results: readonly UseQueryResult<FollowedJob>[]) =>
  results.flatMap(({ data }) => data ?? []);

/** True for the first answer too: whoever asks may not have seen what happened before. */
function movesCredits(before: FollowedJob, { job, unchanged, failures }: FollowedJob): boolean {
  if (unchanged > 0 || failures > 0) return false;
  return (
    before.etag === null || job.credits.held !== before.job.credits.held || hasEnded(job.status)
  );
}
