import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import express, { type RequestHandler } from 'express';
import type { LoadContext, Services } from './services.ts';
import { ProblemError } from './problems.ts';
import { sendWebResponse, toWebRequest } from './web-request.ts';

/** The pages: the files of a finished build, then everything else through Remix. */
export function createWeb(options: {
  build: ServerBuild;
  /** `build/client` of the same build. */
  clientFolder: string;
  origin: string;
  services: Services;
}): RequestHandler[] {
  const { build, clientFolder, origin, services } = options;
  const handle = createRequestHandler(build, 'production');
  const pages: RequestHandler = async (request, response) => {
    const nonce = String(response.locals.nonce);
    const context: LoadContext = { nonce, services };
    const answer = await handle(toWebRequest(request, response, origin), { ...context });
    await sendWebResponse(response, answer);
  };
  return [
    ...staticFiles(clientFolder),
    // A stale page asks for scripts that are gone: it must get a 404, not a page called script.
    (request, _response, next) => {
      next(request.path.startsWith('/assets/') ? new ProblemError('not_found') : undefined);
    },
    pages,
  ];
}

function staticFiles(folder: string): RequestHandler[] {
  const named = express.static(`${folder}/assets`, { immutable: true, maxAge: '1y', index: false });
  return [
    // Names under /assets hold a hash of their content: they never change.
    (request, response, next) => {
      if (!request.url.startsWith('/assets/')) {
        next();
        return;
      }
      const whole = request.url;
      request.url = whole.slice('/assets'.length);
      named(request, response, (error?: unknown) => {
        request.url = whole;
        next(error);
      });
    },
    express.static(folder, { index: false, maxAge: '1h' }),
  ];
}
