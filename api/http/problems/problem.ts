import { type FailureType, mapFailures } from '../../../domain/failures.ts';
import { megapixelsMax, sideMax } from '../../../domain/limits.ts';
import type { Problem } from './resource.ts';

interface Kind {
  readonly status: number;
  readonly title: string;
  readonly retryable: boolean;
  /** What a caller can do about it; the page at /docs/errors/{code} says it. */
  readonly remedy: string;
}

/** What a request is answered with. */
const answers = {
  invalid_request: kind(400, 'The request is not valid', false, 'Correct the fields in `errors`.'),
  unauthenticated: kind(401, 'Not signed in', false, 'Send a valid API key or sign in again.'),
  insufficient_credits: kind(402, 'Not enough credits', false, 'Top up, then repeat the request.'),
  forbidden: kind(403, 'Not allowed for this role', false, 'Ask an owner for another role.'),
  forbidden_origin: kind(403, 'Foreign origin', false, 'Write from the studio or with an API key.'),
  not_found: kind(404, 'Not found', false, 'Check the id and the organization of your key.'),
  organization_changed: kind(
    409,
    'The session acts for another organization',
    false,
    'Nothing was done or charged. Reload the page, or name the organization you mean.',
  ),
  method_not_allowed: kind(405, 'No such method here', false, 'See the OpenAPI document.'),
  request_timeout: kind(
    408,
    'The request came too slowly',
    true,
    'Send it again on a better line.',
  ),
  request_in_flight: kind(409, 'The first request is not answered yet', true, 'Repeat it shortly.'),
  asset_in_use: kind(409, 'A job needs this picture', true, 'Wait for the job, or cancel it.'),
  file_too_large: kind(413, 'The file is too large', false, 'Send at most 50 MB.'),
  body_too_large: kind(413, 'The body is too large', false, 'Upload pictures as assets.'),
  unsupported_media_type: kind(415, 'Not an accepted file type', false, 'See `accepted`.'),
  unreadable_image: kind(422, 'The picture cannot be read', false, 'Export it again as a still.'),
  too_many_pixels: kind(
    422,
    'The picture has too many pixels',
    false,
    `Send at most ${megapixelsMax} MP.`,
  ),
  side_too_long: kind(
    422,
    'A side of the picture is too long',
    false,
    `Send at most ${sideMax} pixels a side.`,
  ),
  output_too_large: kind(
    422,
    'The result would be too large',
    false,
    `Ask for at most ${megapixelsMax} MP.`,
  ),
  idempotency_key_reused: kind(
    422,
    'The key was used for another request',
    false,
    'Use a new Idempotency-Key for each new request.',
  ),
  quota_exceeded: kind(429, 'A limit is used up', true, 'Do as `detail` says.'),
  rate_limited: kind(429, 'Too many requests', true, 'Wait until `Retry-After`.'),
  internal_error: kind(500, 'Something went wrong here', true, 'Report the request id.'),
  unavailable: kind(503, 'Not available just now', true, 'Repeat after `Retry-After`.'),
} as const satisfies Record<string, Kind>;

/** Every problem there is. `status` 0: never an HTTP answer, only a job's `error`. */
export const problems: Readonly<Record<keyof typeof answers | FailureType, Kind>> = {
  ...mapFailures(({ title, retryable, text }) => kind(0, title, retryable, text.en)),
  ...answers,
};

export type ProblemCode = keyof typeof problems;

export interface FieldProblem {
  /** Path in the body (`input.scale`), or the name of the parameter or header. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** What a problem may say beyond its kind. */
export interface ProblemMembers {
  readonly errors?: readonly FieldProblem[];
  readonly required?: number;
  readonly available?: number;
  readonly limit?: number;
  readonly used?: number;
  readonly resets_at?: string;
  readonly accepted?: readonly string[];
  /** Becomes the Retry-After header. */
  readonly retryAfterSeconds?: number;
}

/** A problem on its way to the caller: throw it anywhere below a route. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly members: ProblemMembers;

  constructor(code: ProblemCode, detail?: string, members: ProblemMembers = {}, cause?: unknown) {
    super(detail ?? problems[code].remedy, { cause });
    this.name = 'ProblemError';
    this.code = code;
    this.members = members;
  }
}

/** 402: what the work costs and what the wallet can pay, in credits. */
export function insufficientCredits(
  shortage: { readonly required?: number; readonly available?: number },
  cause?: unknown,
): ProblemError {
  const { required = 0, available = 0 } = shortage;
  const text = `This costs ${required} credits and ${available} are available.`;
  return new ProblemError('insufficient_credits', text, { required, available }, cause);
}

/** 429: what an organization's files weigh and how much they may, in bytes. */
export function storageFull(
  use: { readonly limit?: number; readonly used?: number },
  cause?: unknown,
): ProblemError {
  const text = 'The storage of your organization is full. Delete pictures that you no longer need.';
  return new ProblemError('quota_exceeded', text, use, cause);
}

/** True when a job's or an exception's type is one of ours. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

/** The RFC 9457 body of a problem. */
export function problemBody(error: ProblemError, requestId: string): Problem {
  const { errors, accepted, required, available, limit, used, resets_at } = error.members;
  const { status, title, retryable } = problems[error.code];
  const page = `/docs/errors/${error.code}`;
  return {
    type: page,
    title,
    status,
    detail: error.message,
    instance: requestId,
    code: error.code,
    ...(errors?.[0] && { param: errors[0].field, errors: [...errors] }),
    ...(accepted && { accepted: [...accepted] }),
    ...definedOnly({ required, available, limit, used, resets_at }),
    request_id: requestId,
    retryable,
    doc_url: page,
  };
}

function definedOnly<Members extends object>(members: Members): Partial<Members> {
  const defined = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as Partial<Members>;
}

function kind(status: number, title: string, retryable: boolean, remedy: string): Kind {
  return { status, title, retryable, remedy };
}
