/** What one history of the dispatcher hands to the next. */
export interface DispatchState {
  /** Rounds until the open jobs are looked at again, from the first on. */
  readonly roundsToReconcile: number;
  /** The last open job that was looked at, while there are more; null between two passes. */
  readonly reconciledTo: string | null;
}

/** Where its first history begins. */
export const firstDispatch: DispatchState = { roundsToReconcile: 0, reconciledTo: null };

/**
 * The workflows that an installation always has, whatever an operator ends: every worker sees to it. One that goes on
 * `forever` rests for `every` between two rounds, and a running one of another version is replaced; the others are run by
 * a schedule.
 */
export const standing = [
  {
    name: 'dispatch',
    every: '5s',
    forever: { version: 2, args: [firstDispatch] },
    why: 'starts the jobs that the API could not, repeats cancels that Temporal has not heard of, ends or restarts what lost its workflow',
  },
  {
    name: 'verify',
    every: '1h',
    forever: null,
    why: 'proves what the journal gained since the last time, fails where a balance disagrees',
  },
  {
    name: 'audit',
    every: '7d',
    forever: null,
    why: 'rebuilds every balance from the whole journal, fails where one disagrees',
  },
  {
    name: 'sweep',
    every: '24h',
    forever: null,
    why: 'deletes stored files that nothing needs any more',
  },
] as const;

/** Schedules that earlier releases made and that have no work any more: `dispatch` does it. */
export const retired = ['reconcile'] as const;

export type StandingName = (typeof standing)[number]['name'] | (typeof retired)[number];

/** How long the dispatcher rests between two rounds. */
export const dispatchEvery = standing[0].every;
/** A pass over the open jobs begins this many rounds after the last one ended: about once a minute. */
export const reconcileEveryRounds = 11;
/** The dispatcher's rounds before it starts a fresh history. */
export const dispatchRounds = 500;

/** The id of a standing workflow or of its schedule; it follows the task queue, so that two installations can share a server. */
export function standingId(name: StandingName, taskQueue: string): string {
  return taskQueue === 'atelier' ? name : `${name}.${taskQueue}`;
}
