import type { RequestHandler } from 'express';
import { isProblemCode, ProblemError, problems } from './problem.ts';

/** GET /docs/errors/{code}: what a problem's `type` points at. */
export const errorDocs: RequestHandler<{ code: string }> = (request, response) => {
  const { code } = request.params;
  if (!isProblemCode(code)) throw new ProblemError('not_found', 'There is no such error code.');
  const { status, title, retryable, remedy } = problems[code];
  response.json({ code, title, status: status || null, retryable, remedy });
};
