import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable, type AppLoadContext } from '@remix-run/node';
import type { EntryContext, LoaderFunctionArgs } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { createI18n } from './i18n/instance.ts';
import { namespaces } from './i18n/namespaces.ts';
import { NonceContext } from './http/nonce.ts';
import { RequestIdContext } from './http/request-id.ts';
import { readPreferences } from './preferences/preferences.ts';

export const streamTimeout = 5_000;

/** What a loader or an action threw. An answer that it threw is no failure, nor is a reader who left. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs): void {
  const isAnswer = isRouteErrorResponse(error) && error.status < 500;
  if (!isAnswer && !request.signal.aborted) context.report(error);
}

/** Streams a page as soon as its shell is ready; programs get it whole. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce, requestId, report }: AppLoadContext,
): Promise<Response> {
  const i18n = await createI18n((await readPreferences(request)).locale, namespaces);
  const whole = isbot(request.headers.get('user-agent') ?? '') || remixContext.isSpaMode;
  return new Promise((resolve, reject) => {
    let answered = status;
    const { pipe, abort } = renderToPipeableStream(
      <I18nextProvider i18n={i18n}>
        <NonceContext.Provider value={nonce}>
          <RequestIdContext.Provider value={requestId}>
            <RemixServer context={remixContext} url={request.url} nonce={nonce} />
          </RequestIdContext.Provider>
        </NonceContext.Provider>
      </I18nextProvider>,
      {
        nonce,
        [whole ? 'onAllReady' : 'onShellReady']() {
          const body = new PassThrough();
          headers.set('content-type', 'text/html; charset=utf-8');
          resolve(
            new Response(createReadableStreamFromReadable(body), { headers, status: answered }),
          );
          pipe(body);
        },
        onShellError: reject,
        onError(error) {
          answered = 500;
          if (!request.signal.aborted) report(error);
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}
