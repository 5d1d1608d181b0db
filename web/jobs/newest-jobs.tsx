import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useWake } from '../client/connection.tsx';
import { isHidden } from '../client/is-hidden.ts';
import { useBalanceChanges } from '../credits/balance.ts';
import { fetchNewest } from './job-requests.ts';
import { type History, historyKey, withNewestPage } from './use-history.ts';

const newestKey = ['jobs', 'newest'];
const askedFor = 24;
const everyMs = 8_000;
const hiddenEveryMs = 30_000;

/** Brings what colleagues, keys and other tabs have made or ended, and what that did to the wallet, without a reload. */
export function NewestJobs() {
  const cache = useQueryClient();
  const { refresh } = useBalanceChanges();
  useQuery({
    queryKey: newestKey,
    queryFn: async ({ signal }) => {
      const { etag = null } = cache.getQueryData<{ etag: string | null }>(newestKey) ?? {};
      const answer = await fetchNewest(askedFor, etag, signal);
      const { page } = answer;
      if (page) {
        cache.setQueryData<History>(historyKey, (before) => withNewestPage(before, page));
        void refresh();
      }
      return { etag: answer.etag };
    },
    // The page came with them.
    initialData: { etag: null },
    refetchInterval: () => (isHidden() ? hiddenEveryMs : everyMs),
    refetchIntervalInBackground: true,
  });
  useWake(
    useCallback(() => {
      void cache.refetchQueries({ queryKey: newestKey });
    }, [cache]),
  );
  return null;
}
