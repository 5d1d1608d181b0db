import type { RequestHandler } from 'express';
import { formBytesMax, readBody } from '../http/read-body.ts';
import { toDatabaseError } from '../../db/errors.ts';
import { ProblemError } from '../http/problems/problem.ts';
import { sendWebResponse, toWebRequest } from '../http/web-request.ts';
import { createBetterAuth, type AuthOptions } from './better-auth.ts';
import { toEndpointRequest } from './endpoints.ts';
import { sessionCookie } from './session-cookie.ts';

/** All that the rest of the code knows of better-auth: its inferred types stay in this folder. */
export interface Auth {
  /** The name of the cookie that holds a session. */
  readonly sessionCookie: string;
  /** Answers everything under /api/auth: what is in `endpoints.ts`, with origin check and rate limit. */
  readonly handler: readonly RequestHandler[];
  /** The same, for a request made by ourselves. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Null when nobody is signed in. Ids are UUIDs. */
  readonly session: (headers: Headers) => Promise<AuthSession | null>;
}

export interface AuthSession {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly activeOrganizationId: string | null;
}

// better-auth reads a body whole, whoever sends it.
export function createAuth(options: AuthOptions): Auth {
  const auth = createBetterAuth(options);

  // Its only part is the database: when that is away, its 500 says nothing that a caller could act on.
  const answer = async (asked: Request, body: string): Promise<Response> => {
    const request = toEndpointRequest(asked.method, new URL(asked.url), asked.headers, body);
    const response = await auth.handler(request).catch(throwRoot);
    if (response.status < 500) return response;
    throw new ProblemError('unavailable', 'Accounts do not answer.');
  };
  return {
    sessionCookie: sessionCookie(options.origin),
    handler: [
      async (request, response) => {
        const body = (await readBody(request, formBytesMax)).toString();
        const asked = toWebRequest(request, response, options.origin, body);
        await sendWebResponse(response, await answer(asked, body));
      },
    ],
    fetch: async (request) => answer(request, await request.text()),
    session: async (headers) => {
      const found = await auth.api.getSession({ headers }).catch(throwRoot);
      if (!found) return null;
      const { id, name, email } = found.user;
      return {
        user: { id, name, email },
        activeOrganizationId: found.session.activeOrganizationId ?? null,
      };
    },
  };
}

/** better-auth and drizzle wrap what the driver threw; only that tells that the database is down. */
function throwRoot(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause !== undefined) throwRoot(cause);
  throw toDatabaseError(error);
}
