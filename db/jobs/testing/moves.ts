import { type EndedStatus, hasEnded } from '../../../domain/job-status.ts';
import { type Call, heldFor, providers, type Terms } from './commands.ts';
import type { JobState, State } from './state.ts';

/** What a call answers: a word, the facts, or the kind of error that it raises. */
export type Answer = string | Readonly<Record<string, unknown>>;

/** An error that SQL would raise, by the kind that callers know. */
export class Raised extends Error {
  readonly facts: object;

  constructor(kind: string, facts: object = {}) {
    super(kind);
    this.facts = facts;
  }
}

/** What one transaction works on. */
export interface World {
  readonly state: State;
  readonly terms: readonly Terms[];
  readonly newId: string;
}

export const accepted = (position: number, joinable: boolean): JobState => ({
  position,
  status: 'queued',
  run: null,
  runs: [],
  cancelRequested: false,
  reopened: 0,
  joinable,
  endings: 0,
  held: 0,
  charged: 0,
  cached: false,
  provider: null,
  error: null,
  attempts: {},
  reservations: [],
  holdsExpired: false,
});

export function jobOf({ state }: World, { job }: Call): JobState {
  const found = state.jobs[job];
  if (!found) throw new Raised('job_not_found');
  return found;
}

/** The attempt that a call is about, for the run that holds its job. */
export function attemptOf(
  { state }: World,
  { attemptId, runId }: Call,
): JobState['attempts'][string] {
  const job = Object.values(state.jobs).find(({ attempts }) => attemptId in attempts);
  const attempt = job?.attempts[attemptId];
  if (!job || !attempt || job.run !== runId) throw new Raised('stale_run');
  if (hasEnded(job.status)) throw new Raised('canceled');
  return attempt;
}

export function termsOf({ terms }: World, position: number): Terms {
  const found = terms[position];
  if (!found) throw new RangeError('a job without terms');
  return found;
}

/** The job that an equal request made beside it is answered with. */
export function joinable({ state, terms }: World, cacheKey: string | null): JobState | undefined {
  return Object.values(state.jobs).find(
    (job) => job.joinable && cacheKey !== null && terms[job.position]?.cacheKey === cacheKey,
  );
}

/** The newest result that answers a job with this cache key for nothing: of the link that would be asked first. */
export function stored({ state, terms }: World, cacheKey: string | null): JobState | undefined {
  return state.ended
    .filter((position) => cacheKey !== null && terms[position]?.cacheKey === cacheKey)
    .flatMap((position) => state.jobs[position] ?? [])
    .findLast(
      ({ status, cached, provider }) =>
        status === 'succeeded' && !cached && provider === providers[0],
    );
}

/** Answers which takeover this is, 0 for none. */
export function enter(job: JobState, run: string): number {
  if (job.run === run) return 0;
  if (job.runs.includes(run)) throw new Raised('stale_run');
  job.run = run;
  const takeover = job.runs.push(run);
  if (takeover > 1) {
    job.cancelRequested = false;
    if (job.status === 'canceling') job.status = 'running';
  }
  return takeover;
}

export function outcome({ status, charged, provider, cached, error }: JobState): Answer {
  return { status, charged, provider, cached, error };
}

/** Whatever is held still goes back: what was charged is held no longer. */
export function end(
  world: World,
  job: JobState,
  status: EndedStatus,
  error: string | null = null,
): Answer {
  release(world, job, 'voided');
  Object.assign(job, { status, error, held: 0, joinable: false, endings: job.endings + 1 });
  world.state.ended.push(job.position);
  return outcome(job);
}

export function reopen(world: World, job: JobState): void {
  const { state } = world;
  const { cacheKey } = termsOf(world, job.position);
  const isFree = cacheKey !== null && !joinable(world, cacheKey);
  Object.assign(job, {
    status: 'running',
    error: null,
    joinable: isFree,
    reopened: job.reopened + 1,
  });
  state.ended = state.ended.filter((position) => position !== job.position);
}

export function closeAttempts(job: JobState, as: 'failed' | 'canceled'): void {
  for (const attempt of Object.values(job.attempts)) {
    if (attempt.state === 'intent') attempt.state = as;
  }
}

export function hold(world: World, job: JobState): boolean {
  const { wallet } = world.state;
  const credits = heldFor(termsOf(world, job.position));
  if (credits === 0 || job.reservations.includes('pending')) return true;
  if (wallet.available < credits) return false;
  job.reservations.push('pending');
  wallet.held += credits;
  wallet.available -= credits;
  return true;
}

function release(world: World, job: JobState, as: 'voided' | 'settled'): void {
  const pending = job.reservations.indexOf('pending');
  if (pending < 0) return;
  const { wallet } = world.state;
  const credits = heldFor(termsOf(world, job.position));
  job.reservations[pending] = as;
  wallet.held -= credits;
  if (!job.holdsExpired) wallet.available += credits;
  job.holdsExpired = false;
}

/** Answers what the wallet paid; nothing when it could not, and that is written off. */
export function charge(world: World, job: JobState, link: number): number {
  const price = termsOf(world, job.position).prices[link] ?? 0;
  if (price === 0) return 0;
  if (!hold(world, job)) {
    world.state.writtenOff += price;
    return 0;
  }
  world.state.wallet.posted -= price;
  if (!job.holdsExpired) world.state.wallet.available -= price;
  release(world, job, 'settled');
  return price;
}
