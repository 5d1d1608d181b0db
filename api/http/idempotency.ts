import type { Database } from '../../db/client.ts';
import { ProblemError } from './problems/problem.ts';

/** A caller's key for one request, and what tells that request from another. */
export interface IdempotencyKey {
  /** Method and path. */
  readonly route: string;
  readonly key: string;
  /** SHA-256 of what the request asks for. */
  readonly request_hash: string;
}

/** `in_flight`: the first request with this key is not answered yet. */
export type KnownOutcome = 'replayed' | 'in_flight' | 'key_reused';

/** What a key stands for, as `find_request` answers (db/requests). */
export interface KnownRequest {
  readonly outcome: KnownOutcome;
  /** UUID of what it made. */
  readonly id: string;
}

/** What an earlier request with this key made; null when nobody has used it. */
export function findRequest(
  database: Pick<Database, 'callAs'>,
  organizationId: string,
  { route, key, request_hash: hash }: IdempotencyKey,
): Promise<KnownRequest | null> {
  const call = 'find_request($2, $3, $4)';
  return database.callAs<KnownRequest | null>(organizationId, call, [route, key, hash]);
}

/** The UUID of what an earlier request made. Throws ProblemError, `idempotency_key_reused` or `request_in_flight`. */
export function idOfRequest({ outcome, id }: KnownRequest): string {
  if (outcome === 'key_reused') throw new ProblemError('idempotency_key_reused');
  if (outcome === 'in_flight') {
    throw new ProblemError('request_in_flight', undefined, { retryAfterSeconds: 1 });
  }
  return id;
}
