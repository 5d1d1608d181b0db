import { flushCompileCache } from 'node:module';
import { readEnv } from '../../env.ts';
import { runServer } from '../server.ts';

const needed = [
  'DATABASE_URL',
  'DATABASE_AUTH_URL',
  'TEMPORAL_ADDRESS',
  'AUTH_SECRET',
  'URL_SIGNING_SECRET',
] as const;

// What is killed later writes none of what it has compiled.
flushCompileCache();

/** An API that kills itself, as `kill -9` would, the first time it crosses the point named by CRASH_AT. */
await runServer(readEnv(process.env, needed), (point) => {
  if (point === process.env.CRASH_AT) process.kill(process.pid, 'SIGKILL');
});
process.exit(0);
