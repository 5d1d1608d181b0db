import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { asProblem } from './as-problem.ts';
import { problemBody, problems, ProblemError } from './problem.ts';
import { contextOf } from '../request-context.ts';

/** Answers whatever went wrong as a problem; what nobody foresaw is logged and told without its text. */
export function createProblemAnswer(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  return (error: unknown, _request, response, _next) => {
    const problem = asProblem(error);
    const { requestId } = contextOf(response);
    if (problems[problem.code].status >= 500) {
      // Being full is no fault of ours that somebody has to look at.
      const level = problem.code === 'unavailable' && !problem.cause ? 'warn' : 'error';
      log[level]({ request_id: requestId, err: problem.cause ?? problem }, problem.code);
    }
    sendProblem(response, problem);
  };
}

export const notFound: RequestHandler = () => {
  throw new ProblemError('not_found', 'There is nothing at this address.');
};

function sendProblem(response: Response, problem: ProblemError): void {
  // Half an answer cannot be taken back: the broken connection tells that it is not whole.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status } = problems[problem.code];
  const retryAfter = problem.members.retryAfterSeconds ?? (status === 503 ? 2 : undefined);
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(Math.ceil(retryAfter)));
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  for (const name of ['ETag', 'Content-Disposition', 'Content-Range']) response.removeHeader(name);
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('application/problem+json');
  const body = Buffer.from(JSON.stringify(problemBody(problem, contextOf(response).requestId)));
  response.setHeader('Content-Length', body.length);
  response.end(body);
}
