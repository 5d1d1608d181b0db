import type { Database } from '../db/client.ts';
import { publicId } from '../db/ids.ts';
import type { KeyCache } from './authenticate.ts';
import { createNotifiedCache } from './notified-cache.ts';
import type { JobCache } from './queries/jobs.ts';

/** What this process remembers, kept true by the database's notifications. */
export interface Caches {
  readonly jobs: JobCache;
  readonly keys: KeyCache;
  /** Stops listening. */
  close(): Promise<void>;
}

const jobsMax = 5_000;
const keysMax = 10_000;
// Nothing but a notification makes a key untrue; this bounds how long a lost one could matter.
const keyFreshMs = 60_000;

export async function createCaches(database: Database): Promise<Caches> {
  const jobs: JobCache = createNotifiedCache({
    entriesMax: jobsMax,
    freshUntil: (job) => job.freshUntil,
  });
  const keys: KeyCache = createNotifiedCache({
    entriesMax: keysMax,
    freshUntil: () => Date.now() + keyFreshMs,
  });
  const following = <Value>(
    channel: string,
    cache: { listen: (isListening: boolean) => Value },
    onMessage: (payload: string) => void,
  ) =>
    database.listen(
      channel,
      onMessage,
      () => cache.listen(false),
      () => cache.listen(true),
    );
  const stops = await Promise.all([
    following('jobs', jobs, (payload) => {
      const [uuid = ''] = payload.split(' ');
      jobs.invalidate(publicId('job', uuid));
    }),
    following('api_keys', keys, () => {
      keys.clear();
    }),
  ]);
  return {
    jobs,
    keys,
    async close() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}
