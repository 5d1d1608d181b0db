import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins/organization';
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import type { Logger } from 'pino';
import { uuidv7 } from '../../db/uuidv7.ts';
import { hashPassword, verifyPassword } from '../../db/passwords.ts';
import * as tables from '../../db/schema/auth.ts';
import { clientIpHeader } from '../http/web-request.ts';
import type { Memberships } from './memberships.ts';
import { accessControl, roles } from './roles.ts';
import { cookiePrefix } from './session-cookie.ts';

export interface AuthOptions {
  readonly pool: pg.Pool;
  readonly memberships: Memberships;
  readonly origin: string;
  readonly trustedOrigins: readonly string[];
  readonly secret: string;
  readonly log: Logger;
}

/** better-auth as we want it: e-mail and password, sessions and organizations, on a database login of their own. */
export function createBetterAuth(options: AuthOptions) {
  const makePersonal = async (user: { id: string; name: string }) => {
    await options.memberships.personal(user);
  };
  return betterAuth({
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
      user: { create: { after: makePersonal } },
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

function loggerOn(log: Logger) {
  return {
    level: 'warn' as const,
    log: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => {
      // Its arguments may hold e-mail addresses and SQL parameters; the message says enough.
      log[level]({ part: 'auth' }, message);
    },
  };
}
