import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { publicId } from '../../domain/ids.ts';
import { contextOf } from './request-context.ts';

/**
 * One line a request, when it is over. The query string stays out (it may hold a signature), and so do
 * bodies and every header.
 */
export function createRequestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const path = request.path;
    response.once('close', () => {
      const { requestId, principal, jobId } = contextOf(response);
      const line = {
        request_id: requestId,
        method: request.method,
        path,
        status: response.statusCode,
        duration_ms: Math.round(performance.now() - startedAt),
        organization_id: principal && publicId('org', principal.organizationId),
        via: principal?.via ?? null,
        job_id: jobId && publicId('job', jobId),
        finished: response.writableFinished,
      };
      log[response.statusCode >= 500 ? 'warn' : 'info'](line, 'request');
    });
    next();
  };
}
