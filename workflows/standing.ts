/**
 * The workflows that an installation always has; whichever worker starts first brings them to life. One that goes on
 * `forever` rests for `every` between two rounds; the others are run by a schedule.
 */
export const standing = [
  {
    name: 'dispatch',
    every: '5s',
    forever: true,
    why: 'starts the jobs that the API could not, and repeats cancels that Temporal has not heard of',
  },
  {
    name: 'reconcile',
    every: '60s',
    forever: false,
    why: 'ends what a terminated workflow left open, restarts what Temporal has forgotten',
  },
  {
    name: 'verify',
    every: '1h',
    forever: false,
    why: 'rebuilds every balance from the journal, fails where one disagrees',
  },
  {
    name: 'sweep',
    every: '24h',
    forever: false,
    why: 'deletes stored files that nothing needs any more',
  },
] as const;

export type StandingName = (typeof standing)[number]['name'];

/** How long the dispatcher rests between two rounds. */
export const dispatchEvery = standing[0].every;
/** The dispatcher's rounds before it starts a fresh history. */
export const dispatchRounds = 500;

/** The id of a standing workflow or of its schedule; it follows the task queue, so that two installations can share a server. */
export function standingId(name: StandingName, taskQueue: string): string {
  return taskQueue === 'atelier' ? name : `${name}.${taskQueue}`;
}
