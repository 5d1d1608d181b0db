import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { publicId } from '../../domain/ids.ts';
import { knownPrincipal, type KeyCache } from '../auth/authenticate.ts';
import { organizationHeader } from '../auth/same-organization.ts';
import { matchesEtag } from '../http/etag.ts';
import { hasRepeatedHeaders } from '../http/single-headers.ts';
import { jobHeaders } from './job-answer.ts';
import type { JobCache } from './queries.ts';

const jobAddress = '/v1/jobs/';
const addressLength = jobAddress.length + 'job_'.length + 26;

/**
 * The shortest way to the answer that is asked for most: a poll with an API key, when memory knows both the key
 * and the job. Stands before everything else; whatever it cannot answer goes the ordinary way, which decides alike.
 */
export function createKeyPoll(deps: {
  jobs: JobCache;
  keys: KeyCache;
  log: Logger;
}): RequestHandler {
  return (request, response, next) => {
    const { url, headers, method } = request;
    const isPoll =
      method === 'GET' &&
      url.length === addressLength &&
      url.startsWith(jobAddress) &&
      headers.authorization !== undefined &&
      headers.prefer === undefined &&
      headers[organizationHeader] === undefined;
    const job = isPoll ? deps.jobs.peek(url.slice(jobAddress.length)) : undefined;
    const principal = job && knownPrincipal(headers.authorization ?? '', deps.keys);
    const isOurs = job?.organizationId === principal?.organizationId;
    if (!job || !principal || !isOurs || hasRepeatedHeaders(request)) {
      next();
      return;
    }
    const requestId = randomUUID();
    const isUnchanged = matchesEtag(headers['if-none-match'], job.etag);
    const answerHeaders = {
      'X-Request-Id': requestId,
      'X-Content-Type-Options': 'nosniff',
      ...jobHeaders(job),
    };
    if (isUnchanged) {
      response.writeHead(304, answerHeaders).end();
    } else {
      response
        .writeHead(200, {
          ...answerHeaders,
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': job.body.length,
        })
        .end(job.body);
    }
    if (deps.log.isLevelEnabled('debug')) {
      deps.log.debug(
        {
          request_id: requestId,
          job_id: url.slice(jobAddress.length),
          organization_id: publicId('org', principal.organizationId),
          status: isUnchanged ? 304 : 200,
        },
        'poll',
      );
    }
  };
}
