import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Principal } from '../auth/principal.ts';

/** What is known of a request while it is answered; its log line is made of it. */
export interface RequestContext {
  readonly requestId: string;
  principal: Principal | null;
  /** UUID. */
  jobId: string | null;
  /** Writes down, once, what went wrong where no problem answer is made of it: in a page. */
  readonly report: (error: unknown) => void;
}

/** Gives every request an id of ours (a caller's own could not be trusted) and sends it back. */
export function createRequestContext(log: Logger): RequestHandler {
  return (_request, response, next) => {
    const requestId = randomUUID();
    const told = new Set<unknown>();
    const report = (error: unknown) => {
      if (told.has(error)) return;
      told.add(error);
      log.error({ request_id: requestId, err: error }, 'a page failed');
    };
    const context: RequestContext = { requestId, principal: null, jobId: null, report };
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
