import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Logger } from 'pino';
import { uuidv7 } from '../../db/uuidv7.ts';
import { hashPassword, verifyPassword } from '../../db/passwords.ts';
import { passwordLengthMax } from '../../domain/limits.ts';
import * as tables from '../../db/schema/auth.ts';
import { clientIpHeader } from '../http/web-request.ts';
import { basePath } from './endpoints.ts';
import { refusalLog } from '../http/library-log.ts';
import { cookiePrefix } from './session-cookie.ts';

export interface AuthOptions {
  readonly pool: pg.Pool;
  readonly origin: string;
  readonly trustedOrigins: readonly string[];
  readonly secret: string;
  readonly log: Logger;
}

/** better-auth as we want it: e-mail and password and sessions, on a database login of their own. */
export function createBetterAuth(options: AuthOptions) {
  return betterAuth({
    appName: 'Atelier',
    baseURL: options.origin,
    basePath,
    secret: options.secret,
    trustedOrigins: [...options.trustedOrigins],
    telemetry: { enabled: false },
    logger: { level: 'warn', log: refusalLog(options.log, 'auth') },
    // Of its own accord it writes what failed to the console, with the query and its parameters.
    onAPIError: { throw: true },
    database: drizzleAdapter(drizzle({ client: options.pool, schema: tables }), {
      provider: 'pg',
      schema: tables,
      transaction: true,
    }),
    emailAndPassword: {
      enabled: true,
      // People are made in `invitations.ts`, with their organization, in one statement.
      disableSignUp: true,
      maxPasswordLength: passwordLengthMax,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => verifyPassword(hash, password),
      },
    },
    session: {
      additionalFields: {
        activeOrganizationId: { type: 'string', required: false, input: false },
      },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 100,
      customRules: {
        '/sign-in/email': { window: 60, max: 8 },
      },
    },
    advanced: {
      // Said outright, because better-auth switches both checks off where NODE_ENV is `test`.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ...cookiesFor(options.origin),
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
      database: { generateId: () => uuidv7() },
    },
  });
}

/** better-auth's own prefix for secure cookies stays off: ours says more. */
function cookiesFor(origin: string) {
  const secure = origin.startsWith('https:');
  return {
    cookiePrefix: cookiePrefix(origin),
    useSecureCookies: false,
    defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax' as const, path: '/' },
  };
}
