import { type FailureType, workersLostMax } from '../../domain/failures.ts';
import type { Link } from '../../domain/plan.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { final } from '../failures.ts';
import {
  forgetSummary,
  isStored,
  stagedDelivery,
  stagingOf,
  type StoredDelivery,
} from './delivery.ts';
import type { OwnJob } from './own-job.ts';

export interface Attempt {
  id: string;
  /** Set when an earlier call had delivered already. */
  delivery: StoredDelivery | null;
  /** An earlier call began it, and nobody knows how it ended. */
  open: boolean;
  /** The deadline of the job has passed. */
  late: boolean;
  /** How this link has failed for this run so far, counted. */
  failures: Partial<Record<FailureType, number>>;
  operation: string;
  input: Record<string, unknown>;
  source: { key: string } | null;
}

/** Calls one function of db/jobs/08-provide.sql for this job's organization. */
export type Ask = <Answer = unknown>(call: string, values: readonly unknown[]) => Promise<Answer>;

/** Temporal hands the last heartbeat of a try to the next one. */
export interface EarlierTry {
  /** The attempt that it gave up because of trouble of our own: this was no loss of a worker. */
  readonly interrupted?: string;
  /** How often tries have failed before any attempt had begun, where that counts. */
  readonly neverBegan?: number;
}

export interface Call {
  readonly own: OwnJob;
  readonly ask: Ask;
  readonly index: number;
  readonly link: Link;
  /** What the try of this activity before this one left to know. */
  readonly earlier: EarlierTry;
  readonly again: boolean;
}

/**
 * What an earlier try delivered or stored whole is taken, an interrupted one goes on under its own number; the attempt of
 * a worker that was lost counts, and a new one begins.
 */
export async function beginAttempt(store: ObjectStore, call: Call): Promise<Attempt> {
  const { own, ask, index } = call;
  let resume = true;
  for (;;) {
    const attempt = await ask<Attempt>('begin_attempt($2, $3, $4, $5)', [
      own.jobKey,
      own.run,
      index,
      resume,
    ]);
    if (attempt.delivery) {
      if (await isStored(store, attempt.delivery)) return attempt;
      await ask('lose_delivery($2, $3)', [attempt.id, own.run]);
      continue;
    }
    if (!attempt.open) return attempt;
    const delivery = await stagedDelivery(store, stagingOf(own, attempt.id));
    if (delivery) {
      await deliver(store, call, attempt.id, delivery);
      return { ...attempt, delivery };
    }
    if (attempt.late) {
      await failAttempt(call, attempt.id, 'deadline_exceeded');
      throw final('deadline_exceeded', 'The deadline of the job has passed');
    }
    if (call.again || call.earlier.interrupted === attempt.id) return attempt;
    if ((attempt.failures.worker_lost ?? 0) + 1 >= workersLostMax) {
      await failAttempt(call, attempt.id, 'worker_lost');
      throw final('worker_lost', 'Too many workers were lost with this work');
    }
    resume = false;
  }
}

export async function deliver(
  store: ObjectStore,
  { ask, own }: Call,
  id: string,
  delivery: StoredDelivery,
): Promise<void> {
  await ask('deliver_attempt($2, $3, $4)', [id, own.run, JSON.stringify(delivery)]);
  if (delivery.images.length > 0) await forgetSummary(store, stagingOf(own, id));
}

/** Says that nothing came of an attempt. */
export async function failAttempt(
  { ask, own }: Call,
  id: string,
  type: FailureType,
): Promise<void> {
  await ask('fail_attempt($2, $3, $4, $5)', [id, own.run, 'failed', type]);
}
