import express, { type RequestHandler } from 'express';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins/organization';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Logger } from 'pino';
import * as tables from '../../db/schema/auth.ts';
import { toDatabaseError } from '../../db/errors.ts';
import { uuidv7 } from '../../db/ids.ts';
import { hashPassword, verifyPassword } from '../../db/passwords.ts';
import { ProblemError } from '../problems.ts';
import { clientIpHeader, sendWebResponse, toWebRequest } from '../web-request.ts';
import { accessControl, roles } from './roles.ts';
import type { Memberships } from './memberships.ts';

/** All that the rest of the code knows of better-auth: its inferred types stay in this file. */
export interface Auth {
  /** Answers everything under /api/auth, with origin check and rate limit. */
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

export interface AuthOptions {
  readonly pool: pg.Pool;
  readonly memberships: Memberships;
  readonly origin: string;
  readonly trustedOrigins: readonly string[];
  readonly secret: string;
  readonly log: Logger;
}

// better-auth reads a body whole, whoever sends it.
const readText = express.text({ limit: '64kb', type: () => true });

export const signInPath = '/api/auth/sign-in/email';
export const signOutPath = '/api/auth/sign-out';

/** E-mail and password, sessions and organizations, on a database login of their own. */
export function createAuth(options: AuthOptions): Auth {
  const auth = betterAuth({
    appName: 'Atelier',
    baseURL: options.origin,
    basePath: '/api/auth',
    secret: options.secret,
    trustedOrigins: [...options.trustedOrigins],
    telemetry: { enabled: false },
    logger: loggerOn(options.log),
    database: drizzleAdapter(drizzle({ client: options.pool, schema: tables }), {
      provider: 'pg',
      schema: tables,
      transaction: true,
    }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => verifyPassword(hash, password),
      },
    },
    databaseHooks: {
      user: { create: { after: async (user) => void (await options.memberships.personal(user)) } },
    },
    plugins: [organization({ ac: accessControl, roles, creatorRole: 'owner' })],
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 100,
      customRules: {
        '/sign-in/email': { window: 60, max: 8 },
        '/sign-up/email': { window: 60, max: 8 },
      },
    },
    // `/list-sessions` would show the tokens of all of a person's sessions to any script of the page.
    disabledPaths: ['/list-sessions'],
    advanced: {
      // Said outright, because better-auth switches both checks off where NODE_ENV is `test`.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ...cookiesFor(options.origin),
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
      database: { generateId: () => uuidv7() },
    },
  });

  // Its only part is the database: when that is away, its 500 says nothing that a caller could act on.
  const answer = async (request: Request): Promise<Response> => {
    const response = await auth.handler(request).catch(throwRoot);
    if (response.status < 500) return response;
    throw new ProblemError('unavailable', 'Accounts do not answer.');
  };
  return {
    handler: [
      readText,
      async (request, response) => {
        const { body } = request as { body?: string };
        const asked = toWebRequest(request, response, options.origin, body ?? '');
        await sendWebResponse(response, await answer(asked));
      },
    ],
    fetch: answer,
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

/** `__Host-` pins a cookie to this very host; browsers want https for it. better-auth's own prefix stays off. */
function cookiesFor(origin: string) {
  const secure = origin.startsWith('https:');
  return {
    cookiePrefix: secure ? '__Host-atelier' : 'atelier',
    useSecureCookies: false,
    defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax' as const, path: '/' },
  };
}

function loggerOn(log: Logger) {
  return {
    level: 'warn' as const,
    log: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => {
      // Its arguments may hold e-mail addresses and SQL parameters; the message says enough.
      log[level]({ part: 'auth' }, message);
    },
  };
}

/** better-auth and drizzle wrap what the driver threw; only that tells that the database is down. */
function throwRoot(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause !== undefined) throwRoot(cause);
  throw toDatabaseError(error);
}
