import {
  notifyManager,
  QueryClient,
  QueryClientProvider,
  type QueryKey,
  useQueryClient,
} from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

/** The page's one copy of what the server knows: each noun's folder says under which keys. */
export function CacheProvider(props: {
  /** What the page came with. */
  loaded: readonly (readonly [QueryKey, unknown])[];
  children: ReactNode;
}) {
  const [cache] = useState(() => createCache(props.loaded));
  return <QueryClientProvider client={cache}>{props.children}</QueryClientProvider>;
}

function createCache(loaded: readonly (readonly [QueryKey, unknown])[]): QueryClient {
  const cache = new QueryClient({
    defaultOptions: {
      queries: {
        // Only asking shows whether the server answers; a browser may think itself offline and be wrong.
        networkMode: 'always',
        // What changes by itself is asked for at the pace of its noun, and on `useWake`.
        retry: false,
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  });
  // Before React draws what else changed with it.
  notifyManager.setScheduler(queueMicrotask);
  for (const [key, data] of loaded) cache.setQueryData(key, data);
  return cache;
}

/** Puts what a route's loader brought into the cache, once a visit and before anything reads it. */
export function useLoaded(key: QueryKey, data: unknown): void {
  const cache = useQueryClient();
  useState(() => cache.setQueryData(key, data));
}
