import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import express, { type Request as ExpressRequest, type RequestHandler, type Response } from 'express';
import { clientIpHeader } from './auth/auth.ts';
import type { LoadContext, Services } from './services.ts';
import { ProblemError } from './problems.ts';

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
    const nonce = String(response.locals['nonce']);
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

/** The request as the web platform has it; its signal aborts when the reader leaves. */
export function toWebRequest(
  request: ExpressRequest,
  response: Response,
  origin: string,
): Request {
  const reader = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) reader.abort();
  });
  const headers = new Headers();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(index, index + 2);
    headers.append(name, value);
  }
  headers.set(clientIpHeader, String(request.headers[clientIpHeader]));
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  return new Request(new URL(request.originalUrl, origin), {
    method: request.method,
    headers,
    signal: reader.signal,
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' }),
  });
}

/** Sends a web answer at the reader's pace, and stops making it when the reader leaves. */
export async function sendWebResponse(response: Response, answer: globalThis.Response) {
  if (response.destroyed) {
    await answer.body?.cancel();
    return;
  }
  response.status(answer.status);
  for (const [name, value] of answer.headers) {
    if (name !== 'set-cookie') response.setHeader(name, value);
  }
  response.appendHeader('set-cookie', answer.headers.getSetCookie());
  if (!answer.body || response.req.method === 'HEAD') {
    await answer.body?.cancel();
    response.end();
    return;
  }
  response.flushHeaders();
  try {
    await pipeline(Readable.fromWeb(answer.body as never), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
