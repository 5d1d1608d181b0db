import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Principal } from '../auth/principal.ts';

/** What is known of a request while it is answered; its log line is made of it. */
export interface RequestContext {
  readonly requestId: string;
  principal: Principal | null;
  /** UUID. */
  jobId: string | null;
}

/** Gives every request an id of ours (a caller's own could not be trusted) and sends it back. */
export function createRequestContext(): RequestHandler {
  return (_request, response, next) => {
    const context: RequestContext = { requestId: randomUUID(), principal: null, jobId: null };
    (response.locals as { context?: RequestContext }).context = context;
    response.setHeader('X-Request-Id', context.requestId);
    next();
  };
}

export function contextOf(response: Response): RequestContext {
  const { context } = response.locals as { context?: RequestContext };
  if (!context) throw new Error('createRequestContext comes before everything that asks for it');
  return context;
}
