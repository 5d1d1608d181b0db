import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request as ExpressRequest, Response } from 'express';

/** The header in which a caller's address travels inside the server; what a caller writes there is overwritten. */
export const clientIpHeader = 'x-client-ip';

/**
 * The request as the web platform has it; its signal aborts when the reader leaves. `body` when it was read already.
 */
export function toWebRequest(
  request: ExpressRequest,
  response: Response,
  origin: string,
  body?: string | Buffer<ArrayBuffer>,
): Request {
  const reader = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) reader.abort();
  });
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const stream = () => Readable.toWeb(request) as ReadableStream;
  return new Request(new URL(request.originalUrl, origin), {
    method: request.method,
    headers: webHeaders(request),
    signal: reader.signal,
    ...(hasBody && { body: body ?? stream(), duplex: 'half' }),
  });
}

/** What proxies say of a request; whoever reads these would believe anybody. */
const forwarded = /^(forwarded|x-forwarded-.+|x-real-ip|x-client-ip|x-original-.+)$/i;

/**
 * The headers as they came, without what only Express may judge: it knows which proxies are ours, and from them the
 * visitor's address.
 */
export function webHeaders(request: ExpressRequest): Headers {
  const headers = new Headers();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(index, index + 2);
    if (!forwarded.test(name)) headers.append(name, value);
  }
  headers.set(clientIpHeader, request.ip ?? '');
  return headers;
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
