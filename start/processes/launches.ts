import { once } from 'node:events';
import type { Run } from './embedded-servers.ts';
import { supervise, type Watch } from './supervise.ts';

/** The supervised processes of one instance. */
export interface Launches {
  run: Run;
  /** Stops the processes of these names; also those that do not serve yet. */
  stop: (...names: string[]) => Promise<void>;
}

/** @param stopping once aborted, nothing is launched any more */
export function createLaunches(watch: Omit<Watch, 'signal'>, stopping: AbortSignal): Launches {
  const launched: { name: string; stop: () => Promise<void> }[] = [];
  return {
    run: async (spec) => {
      stopping.throwIfAborted();
      const givenUp = new AbortController();
      const launch = supervise(spec, { ...watch, signal: givenUp.signal });
      launched.push({
        name: spec.name,
        stop: async () => {
          givenUp.abort();
          const [outcome] = await Promise.allSettled([launch]);
          if (outcome.status === 'fulfilled') await outcome.value.stop();
        },
      });
      // Who waits hears of a stop at once; the process itself is stopped when it is its turn.
      return await Promise.race([launch, rejection(stopping)]);
    },
    stop: async (...names) => {
      const named = launched.filter(({ name }) => names.includes(name));
      await Promise.all(named.map(({ stop }) => stop()));
    },
  };
}

async function rejection(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw signal.reason;
}
