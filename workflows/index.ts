/** Every operation's workflow type is served by `runJob`; only the standing workflows have names of their own. */
export { dispatch } from './dispatch.ts';
export { audit, sweep, verify } from './housekeeping.ts';
export { reconcile } from './reconcile.ts';
export { runJob as default } from './run-job.ts';
