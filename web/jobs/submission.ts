import type { JobResource } from '../../api/jobs/resource.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { postJob } from './job-requests.ts';

const storageKey = 'atelier.submission';

/** The server forgets a key after 24 h; what is sent later than this might become a second job. */
const keyLifeMs = 23 * 3_600_000;

/** Whose press of the shutter a submission is, and whose credits pay: public ids. */
export interface Sender {
  readonly userId: string;
  readonly organizationId: string;
}

export interface Submission {
  readonly key: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly sender: Sender;
  /** When it was first sent: milliseconds since 1970. */
  readonly sentAt: number;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The sender's request that got no definitive answer before the page went away; null when there is none. What somebody
 * else left in this tab, and what is too old, is removed.
 */
export function unansweredSubmission(
  store: Store,
  sender: Sender,
  now = Date.now(),
): Submission | null {
  const open = stored(store);
  if (isBy(sender, open) && isYoung(open, now)) return open;
  store.removeItem(storageKey);
  return null;
}

function stored(store: Store): Partial<Submission> | null {
  try {
    return JSON.parse(store.getItem(storageKey) ?? 'null') as Partial<Submission> | null;
  } catch {
    return null;
  }
}

function isBy(sender: Sender, open: Partial<Submission> | null): open is Submission {
  return (
    open?.sender?.userId === sender.userId && open.sender.organizationId === sender.organizationId
  );
}

/** True while the server is sure to know its key: sent again, it is still the same job. */
export function isYoung(submission: Submission, now = Date.now()): boolean {
  return now - submission.sentAt < keyLifeMs;
}

/**
 * A submission under a key of its own, which outlives a reload; the same request again, while it is
 * unanswered, takes the same key: it can be sent as often as needed and is one job.
 */
export function openSubmission(
  store: Store,
  request: Pick<Submission, 'operation' | 'input' | 'sender'>,
  now = Date.now(),
): Submission {
  const { operation, input, sender } = request;
  const open = unansweredSubmission(store, sender, now);
  const repeated =
    open?.operation === operation && JSON.stringify(open.input) === JSON.stringify(input);
  const submission = repeated
    ? open
    : { key: crypto.randomUUID(), operation, input, sender, sentAt: now };
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
  const { key, operation, input } = submission;
  for (let tries = 0; ; tries += 1) {
    try {
      const job = await postJob({ operation, input }, key);
      store.removeItem(storageKey);
      return job;
    } catch (error) {
      const inFlight = error instanceof ProblemError && error.problem.code === 'request_in_flight';
      if (!inFlight || tries >= 5) {
        if (isDefinitive(error, resent || tries > 0)) store.removeItem(storageKey);
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs ?? 1_000));
    }
  }
}

/** Answers from before the key is looked at: they say nothing about an earlier request with it. */
const beforeTheKey: readonly string[] = [
  'unauthenticated',
  'organization_changed',
  'forbidden',
  'forbidden_origin',
  'rate_limited',
  'quota_exceeded',
];

/** True when an error says that there is no job; after any other one nobody knows whether a request arrived. */
export function isDefinitive(error: unknown, resent: boolean): boolean {
  if (!(error instanceof ProblemError)) return false;
  const { status, code } = error.problem;
  return status < 500 && code !== 'request_in_flight' && !(resent && beforeTheKey.includes(code));
}
