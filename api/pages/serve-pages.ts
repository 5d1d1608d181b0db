import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import type { RequestHandler } from 'express';
import { ownOrigins, settleOrigin } from '../auth/same-origin.ts';
import type { LoadContext, PageApi } from './page-api.ts';
import { createStaticFiles } from './static-files.ts';
import { createConcurrencyLimit } from '../http/concurrency-limit.ts';
import { contextOf } from '../http/request-context.ts';
import { sendWebResponse, toWebRequest } from '../http/web-request.ts';
import { ProblemError } from '../http/problems/problem.ts';
import { readFormBody } from '../http/read-body.ts';

/**
 * Everybody's answers come from one event loop: whoever asks for many pages waits for his own, and leaves a place to whoever
 * comes from elsewhere.
 */
const pagesAtOnce = {
  atOnceMax: 8,
  leavesRoom: true,
  waitingMax: 200,
  detail: 'Too many pages at once.',
};

/** The pages: the files of a finished build, then everything else through Remix. */
export function servePages(options: {
  build: ServerBuild;
  /** `client` of the same build. */
  clientFolder: string;
  origin: string;
  api: PageApi;
}): RequestHandler[] {
  const { build, clientFolder, origin, api } = options;
  const own = ownOrigins(origin);
  const handle = createRequestHandler(build, 'production');
  const limited = createConcurrencyLimit(pagesAtOnce);
  const pages: RequestHandler = async (request, response) => {
    // An older way to ask Remix for data: no page of ours does, and Remix calls it an error of its own.
    if (new URL(request.originalUrl, origin).searchParams.has('_data'))
      throw new ProblemError('not_found');
    const nonce = String(response.locals.nonce);
    const { requestId, report } = contextOf(response);
    const context: LoadContext = { nonce, ownOrigins: own, api, requestId, report };
    // A foreign page's body is not even read: the page refuses the write by its origin.
    const isOwn = own.includes(request.headers.origin ?? '');
    const body = isOwn ? await readFormBody(request) : Buffer.alloc(0);
    const asked = toWebRequest(request, response, origin, body);
    settleOrigin(asked.headers, own);
    const caller = { share: request.ip ?? '', signal: asked.signal };
    const answer = await limited(() => handle(asked, { ...context }), caller);
    // Nobody's page is kept anywhere: neither by a proxy nor for the Back button after a sign-out.
    if (!answer.headers.has('cache-control'))
      answer.headers.set('cache-control', 'private, no-store');
    await sendWebResponse(response, answer);
  };
  return [...createStaticFiles(clientFolder), pages];
}
