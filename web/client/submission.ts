import type { JobResource } from '../../api/resources.ts';
import { postJob, Refusal } from './api.ts';

const storageKey = 'atelier.submission';

export interface Submission {
  readonly key: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The request that got no definitive answer before the page went away; null when there is none. */
export function unansweredSubmission(store: Store): Submission | null {
  try {
    return JSON.parse(store.getItem(storageKey) ?? 'null') as Submission | null;
  } catch {
    return null;
  }
}

/**
 * A submission under a key of its own, which outlives a reload; the same request again, while it is
 * unanswered, takes the same key: it can be sent as often as needed and is one job.
 */
export function openSubmission(
  store: Store,
  operation: string,
  input: Submission['input'],
): Submission {
  const open = unansweredSubmission(store);
  const repeated =
    open?.operation === operation && JSON.stringify(open.input) === JSON.stringify(input);
  const submission = repeated ? open : { key: crypto.randomUUID(), operation, input };
  store.setItem(storageKey, JSON.stringify(submission));
  return submission;
}

/**
 * Sends it; the key is forgotten as soon as the answer is definitive.
 * @param resent it may have arrived before
 */
export async function sendSubmission(
  store: Store,
  submission: Submission,
  resent: boolean,
): Promise<JobResource> {
  const { key, ...body } = submission;
  for (let turn = 0; ; turn += 1) {
    try {
      const job = await postJob(body, key);
      store.removeItem(storageKey);
      return job;
    } catch (error) {
      const inFlight = error instanceof Refusal && error.problem.status === 409;
      if (!inFlight || turn >= 5) {
        if (isDefinitive(error, resent || turn > 0)) store.removeItem(storageKey);
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? 1_000));
    }
  }
}

/** Refusals from before the key is looked at: they tell nothing about an earlier request with it. */
const beforeTheKey: readonly number[] = [401, 403, 429];

/** True when an error says that there is no job; after any other one nobody knows whether a request arrived. */
export function isDefinitive(error: unknown, resent: boolean): boolean {
  if (!(error instanceof Refusal)) return false;
  const { status } = error.problem;
  return status < 500 && status !== 409 && !(resent && beforeTheKey.includes(status));
}
