import { flushCompileCache } from 'node:module';
import { readEnv } from '../../env.ts';
import { runWorker } from '../../activities/worker.ts';

// What is killed later writes none of what it has compiled.
flushCompileCache();

/** A worker that kills itself, as `kill -9` would, the first time it crosses the point named by CRASH_AT. */
await runWorker(readEnv(process.env, ['DATABASE_URL', 'TEMPORAL_ADDRESS']), (point) => {
  if (point === process.env.CRASH_AT) process.kill(process.pid, 'SIGKILL');
});
process.exit(0);
