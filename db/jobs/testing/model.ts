import { hasEnded } from '../../../domain/job-status.ts';
import { type Call, grantOf, heldFor, providers, type Terms } from './commands.ts';
import {
  accepted,
  type Answer,
  attemptOf,
  charge,
  closeAttempts,
  end,
  enter,
  hold,
  jobOf,
  joinable,
  outcome,
  Raised,
  reopen,
  stored,
  termsOf,
  type World,
} from './moves.ts';
import type { State } from './state.ts';

/**
 * What db/jobs promises, without a database: the answer to a call and the state after it. A call that raises
 * an error changes nothing. The id of a new attempt is the database's to choose: `newId` is what it chose.
 */
export function answer(
  before: State,
  terms: readonly Terms[],
  call: Call,
  newId: string,
): { answer: Answer; state: State } {
  const state = structuredClone(before);
  try {
    return { answer: steps[call.type]({ state, terms, newId }, call), state };
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    return { answer: { raised: error.message, ...error.facts }, state: before };
  }
}

const steps: Record<Call['type'], (world: World, call: Call) => Answer> = {
  grant({ state }, call) {
    const { key, amount, expired } = grantOf(call);
    const granted = state.grants[key];
    if (granted) {
      if (granted.amount === amount && granted.expired === expired) return 'replayed';
      throw new Raised('grant_conflict');
    }
    state.grants[key] = { amount, expired };
    state.wallet.posted += amount;
    if (!expired) state.wallet.available += amount;
    return 'new';
  },

  expire({ state }) {
    for (const grant of Object.values(state.grants)) grant.expired = true;
    for (const job of Object.values(state.jobs)) {
      job.holdsExpired = job.reservations.includes('pending');
    }
    state.wallet.available = 0;
    return 'done';
  },

  accept(world, { job: position }) {
    const { state } = world;
    if (state.asked.includes(position)) return 'known';
    const asked = [...state.asked, position].sort();
    const terms = termsOf(world, position);
    if (joinable(world, terms.cacheKey)) {
      state.asked = asked;
      return 'joined';
    }
    const { available } = state.wallet;
    const required = heldFor(terms);
    if (available < required && !stored(world, terms.cacheKey)) {
      throw new Raised('insufficient_credits', { required, available });
    }
    state.jobs[position] = accepted(position, terms.cacheKey !== null);
    state.asked = asked;
    return 'accepted';
  },

  reserve(world, call) {
    const job = jobOf(world, call);
    const takeover = enter(job, call.runId);
    const { cacheKey, late } = termsOf(world, job.position);
    if (job.status === 'succeeded' || (hasEnded(job.status) && takeover <= 1)) return outcome(job);
    if (job.cancelRequested) return end(world, job, 'canceled');
    if (job.status === 'queued' && late) return end(world, job, 'expired');
    if (job.status !== 'running') {
      if (hasEnded(job.status)) reopen(world, job);
      const origin = stored(world, cacheKey);
      if (origin) {
        Object.assign(job, { cached: true, provider: origin.provider });
        return end(world, job, 'succeeded');
      }
    }
    if (!hold(world, job)) return end(world, job, 'failed', 'insufficient_credits');
    Object.assign(job, { status: 'running', held: heldFor(termsOf(world, job.position)) });
    return outcome(job);
  },

  begin(world, call) {
    const job = jobOf(world, call);
    const takeover = enter(job, call.runId);
    const isReset = hasEnded(job.status) && job.status !== 'succeeded' && takeover > 1;
    if (isReset) reopen(world, job);
    if (isReset || job.status === 'queued') {
      const required = heldFor(termsOf(world, job.position));
      if (!hold(world, job)) {
        const { available } = world.state.wallet;
        throw new Raised('insufficient_credits', { required, available });
      }
      Object.assign(job, { status: 'running', held: required });
    }
    const isOver = hasEnded(job.status) && job.status !== 'succeeded';
    if (job.cancelRequested || isOver) throw new Raised('canceled');
    const attempts = Object.entries(job.attempts);
    const [id] = attempts.findLast(([, { state }]) => state === 'delivered') ?? [];
    if (id !== undefined) return { id, delivered: true };
    if (job.status === 'succeeded') throw new Raised('canceled');
    closeAttempts(job, 'failed');
    job.attempts[world.newId] = { link: call.link, state: 'intent' };
    return { id: world.newId, delivered: false };
  },

  deliver(world, call) {
    const attempt = attemptOf(world, call);
    if (attempt.state === 'delivered') return 'done';
    if (attempt.state !== 'intent') throw new Raised('stale_run');
    attempt.state = 'delivered';
    return 'done';
  },

  fail(world, call) {
    const attempt = attemptOf(world, call);
    if (attempt.state === 'intent') attempt.state = 'ambiguous';
    return 'done';
  },

  lose(world, call) {
    const attempt = attemptOf(world, call);
    if (attempt.state === 'delivered') attempt.state = 'failed';
    return 'done';
  },

  settle(world, call) {
    const job = jobOf(world, call);
    const takeover = enter(job, call.runId);
    if (job.status === 'succeeded' || (hasEnded(job.status) && takeover <= 1)) return outcome(job);
    if (job.cancelRequested) return end(world, job, 'canceled');
    if (hasEnded(job.status)) reopen(world, job);
    const attempt = job.attempts[call.attemptId];
    if (attempt?.state !== 'delivered') throw new Raised('stale_run');
    job.charged = charge(world, job, attempt.link);
    job.provider = providers[attempt.link] ?? null;
    return end(world, job, 'succeeded');
  },

  void(world, call) {
    const job = jobOf(world, call);
    enter(job, call.runId);
    if (hasEnded(job.status)) return outcome(job);
    closeAttempts(job, 'canceled');
    return call.pick % 2 === 0 ? end(world, job, 'failed', 'x') : end(world, job, 'canceled');
  },

  cancel(world, call) {
    const job = jobOf(world, call);
    if (hasEnded(job.status)) return 'ended';
    if (job.run === null) {
      end(world, job, 'canceled');
      return 'canceled';
    }
    Object.assign(job, { cancelRequested: true, status: 'canceling', joinable: false });
    return 'canceling';
  },
};
