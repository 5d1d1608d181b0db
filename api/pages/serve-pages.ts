import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import type { RequestHandler } from 'express';
import { ownOrigins, settleOrigin } from '../auth/same-origin.ts';
import type { LoadContext, PageApi } from './page-api.ts';
import { createStaticFiles } from './static-files.ts';
import { sendWebResponse, toWebRequest } from '../http/web-request.ts';

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
  const pages: RequestHandler = async (request, response) => {
    const nonce = String(response.locals.nonce);
    const context: LoadContext = { nonce, ownOrigins: own, api };
    const asked = toWebRequest(request, response, origin);
    settleOrigin(asked.headers, own);
    const answer = await handle(asked, { ...context });
    await sendWebResponse(response, answer);
  };
  return [...createStaticFiles(clientFolder), pages];
}
