import { flushCompileCache } from 'node:module';
import { readEnv } from '../../env.ts';
import { runWorker } from '../../activities/worker.ts';

// What is killed later writes none of what it has compiled.
flushCompileCache();

const { CRASH_AT: crashAt, LOOK_MS: lookMs } = process.env;

/**
 * A worker that kills itself, as `kill -9` would, the first time it crosses the point named by CRASH_AT, and that looks
 * at the standing workflows every LOOK_MS.
 */
await runWorker(
  readEnv(process.env, ['DATABASE_URL', 'TEMPORAL_ADDRESS']),
  (point) => {
    if (point === crashAt) process.kill(process.pid, 'SIGKILL');
  },
  lookMs === undefined ? undefined : Number(lookMs),
);
process.exit(0);
