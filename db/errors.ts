/** What went wrong in the database, in words that callers decide by. */
export type DatabaseErrorKind =
  | 'insufficient_credits'
  | 'other_organization'
  | 'asset_not_found'
  | 'asset_in_use'
  | 'deadline_exceeded'
  | 'quota_exceeded'
  | 'job_not_found'
  | 'reservation_not_found'
  | 'organization_not_found'
  | 'reservation_conflict'
  | 'grant_conflict'
  | 'reservation_closed'
  | 'stale_run'
  | 'canceled'
  | 'invalid_amount'
  | 'unavailable'
  | 'rejected';

/** Our functions raise these SQLSTATEs and no others, with the facts as JSON in DETAIL. */
export const kindOfSqlState: Readonly<Record<string, DatabaseErrorKind>> = {
  AT402: 'insufficient_credits',
  AT403: 'other_organization',
  AT404: 'job_not_found',
  AT405: 'reservation_not_found',
  AT406: 'organization_not_found',
  AT407: 'asset_not_found',
  AT408: 'deadline_exceeded',
  AT409: 'reservation_conflict',
  AT410: 'reservation_closed',
  AT412: 'stale_run',
  AT419: 'grant_conflict',
  AT422: 'invalid_amount',
  AT423: 'asset_in_use',
  AT429: 'quota_exceeded',
  AT499: 'canceled',
};

// Connection lost (08), out of resources (53), trouble with its files (58), shutting down (57P), statement or lock
// time-out, idle in transaction, deadlock victim, serialization; a stand-in that only reads (25006); a server that does
// not know us (28, 3D000: another one on our port, a password that is being changed). The same call may succeed later.
const PASSING = /^(08...|28...|3D000|53...|58...|57P0.|57014|55P03|25P03|25006|40001|40P01)$/;
const SYSTEM_CODES = new Set(
  'ECONNREFUSED ECONNRESET EPIPE ENOENT ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTUNREACH'.split(' '),
);
// What `pg` says, without any code, when it gives up on a connection.
const LOST =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable|connection error/i;

/** Facts that come with an error: `required`, `available` (credits), `state` (of a reservation)… */
export type DatabaseErrorDetails = Readonly<Record<string, unknown>> & {
  readonly required?: number;
  readonly available?: number;
  readonly state?: string;
  readonly limit?: number;
  readonly used?: number;
  readonly constraint?: string;
};

/** Every failure of a query. Carries no parameter values, so it may be logged. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly kind: DatabaseErrorKind;
  readonly sqlState: string | undefined;
  readonly details: DatabaseErrorDetails;

  constructor(
    kind: DatabaseErrorKind,
    message: string,
    sqlState?: string,
    details: DatabaseErrorDetails = {},
  ) {
    super(message);
    this.kind = kind;
    this.sqlState = sqlState;
    this.details = details;
  }
}

interface Thrown {
  readonly message: string;
  readonly code?: string;
  readonly detail?: string;
  readonly constraint?: string;
}

function detailsOf({ detail }: Thrown): DatabaseErrorDetails {
  return detail === undefined ? {} : (JSON.parse(detail) as DatabaseErrorDetails);
}

/** Turns what `pg` throws into a `DatabaseError`; anything that is not a failed query stays as it is. */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error;
  const thrown: Thrown = error;
  const code = thrown.code ?? '';
  const ours = kindOfSqlState[code];
  if (ours) return new DatabaseError(ours, thrown.message, code, detailsOf(thrown));
  if (PASSING.test(code) || SYSTEM_CODES.has(code) || (code === '' && LOST.test(thrown.message))) {
    return new DatabaseError('unavailable', `The database is unavailable: ${thrown.message}`, code);
  }
  if (!/^[0-9A-Z]{5}$/.test(code)) return error;
  const { constraint } = thrown;
  return new DatabaseError('rejected', thrown.message, code, constraint ? { constraint } : {});
}
