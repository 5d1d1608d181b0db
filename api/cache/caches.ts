import type { Database } from '../../db/client.ts';
import { publicId } from '../../domain/ids.ts';
import type { KeyCache, KeyPrefixCache } from '../auth/authenticate.ts';
import { createNotifiedCache } from './notified-cache.ts';
import type { JobCache } from '../jobs/queries.ts';

/** What this process remembers, kept true by the database's notifications. */
export interface Caches {
  readonly jobs: JobCache;
  readonly keys: KeyCache;
  readonly keyPrefixes: KeyPrefixCache;
  /** Stops listening. */
  close(): Promise<void>;
}

const jobsMax = 5_000;
const keysMax = 10_000;
// Nothing but a notification makes a key untrue; this bounds how long a lost one could matter.
const keyFreshMs = 60_000;
const retryMs = 500;

/** Answers at once: until the database can be heard, nothing is remembered. */
export function createCaches(database: Pick<Database, 'listen'>): Caches {
  const jobs: JobCache = createNotifiedCache({
    entriesMax: jobsMax,
    freshUntil: (job) => job.freshUntil,
    version: (job) => job.version,
  });
  const keys: KeyCache = createNotifiedCache({
    entriesMax: keysMax,
    freshUntil: () => Date.now() + keyFreshMs,
    version: () => 0,
  });
  const keyPrefixes: KeyPrefixCache = createNotifiedCache({
    entriesMax: 1,
    freshUntil: () => Date.now() + keyFreshMs,
    version: () => 0,
  });
  const stops = [
    follow(database, 'jobs', [jobs], (payload) => {
      const [uuid = '', version] = payload.split(' ');
      jobs.invalidate(publicId('job', uuid), Number(version));
    }),
    follow(database, 'api_keys', [keys, keyPrefixes], () => {
      keys.clear();
      keyPrefixes.clear();
    }),
  ];
  return {
    jobs,
    keys,
    keyPrefixes,
    async close() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

/** Keeps caches listening, also when the database is down at first. */
function follow(
  database: Pick<Database, 'listen'>,
  channel: string,
  caches: readonly { listen: (isListening: boolean) => void }[],
  onMessage: (payload: string) => void,
): () => Promise<void> {
  let isOver = false;
  let retry: NodeJS.Timeout | undefined;
  const begin = () =>
    database
      .listen(
        channel,
        onMessage,
        () => {
          for (const cache of caches) cache.listen(false);
        },
        () => {
          for (const cache of caches) cache.listen(true);
        },
      )
      .catch(() => {
        if (!isOver) retry = setTimeout(again, retryMs).unref();
        return () => Promise.resolve();
      });
  let current = begin();
  const again = () => {
    current = begin();
  };
  return async () => {
    isOver = true;
    clearTimeout(retry);
    const stop = await current;
    await stop();
  };
}
