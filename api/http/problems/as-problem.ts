import { DatabaseError } from '../../../db/errors.ts';
import { pixelsMax, sideMax, uploadBytesMax } from '../../../domain/limits.ts';
import { ImageError, type ImageErrorCode } from '../../../media/intake/image-error.ts';
import { stillImages } from '../../../operations/fields.ts';
import { invalidRequest } from './validation.ts';
import { insufficientCredits, ProblemError, storageFull } from './problem.ts';

/** Of a picture that is too much of something, in bytes or pixels. */
const largest: Partial<Record<ImageErrorCode, number>> = {
  file_too_large: uploadBytesMax,
  too_many_pixels: pixelsMax,
  side_too_long: sideMax,
};

/** The problem that an exception amounts to, wherever it was thrown. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof ImageError) {
    const limit = largest[error.code];
    const members = limit === undefined ? { accepted: [...stillImages] } : { limit };
    return new ProblemError(error.code, error.message, members, error);
  }
  if (error instanceof DatabaseError) return ofDatabase(error);
  return ofExpress(error) ?? new ProblemError('internal_error', undefined, {}, error);
}

function ofDatabase(error: DatabaseError): ProblemError {
  switch (error.kind) {
    case 'insufficient_credits':
      return insufficientCredits(error.details, error);
    case 'job_not_found':
      return new ProblemError('not_found', undefined, {}, error);
    case 'asset_not_found':
      return new ProblemError('not_found', 'There is no such asset.', {}, error);
    case 'asset_in_use':
      return new ProblemError('asset_in_use', undefined, {}, error);
    case 'quota_exceeded':
      return storageFull(error.details, error);
    case 'unavailable':
      return new ProblemError('unavailable', 'The database does not answer.', {}, error);
    default:
      return new ProblemError('internal_error', undefined, {}, error);
  }
}

/** Express and its file server mark the caller's mistakes with a 4xx `status`: none of them has read a body. */
function ofExpress(error: unknown): ProblemError | null {
  const { status } = (error ?? {}) as { status?: unknown };
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  if (status === 404) return new ProblemError('not_found');
  const message = 'The request cannot be read';
  return invalidRequest([{ field: 'request', code: 'invalid_request', message }]);
}
