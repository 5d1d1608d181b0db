import { readEnv } from '../../env.ts';
import { runWorker } from '../../activities/worker.ts';
import { haltHere } from './halt.ts';

/** A worker that stands still the first time it crosses the point named by HALT_AT, until it is let go on. */
await runWorker(readEnv(process.env, ['DATABASE_URL', 'TEMPORAL_ADDRESS']), (point) => {
  if (point === process.env.HALT_AT) haltHere(process.env.HALT_FOLDER ?? '');
});
process.exit(0);
