import type { Express, RequestHandler } from 'express';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { createExpressApp } from './http/express-app.ts';
import { createAuth } from './auth/auth.ts';
import { createInvitations } from './auth/invitations.ts';
import { createMemberships } from './auth/memberships.ts';
import { createSessions } from './auth/sessions.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import { createCaches } from './cache/caches.ts';
import { ownOrigins } from './auth/same-origin.ts';
import { createPageApi } from './pages/create-page-api.ts';
import type { Route } from './http/contract/route.ts';
import { type Pace, usualPace } from './http/pace.ts';
import { createRoutes } from './routes.ts';
import type { PageApi } from './pages/page-api.ts';
import { createUseCases, type UseCaseParts } from './use-cases.ts';
import type { TemporalClient } from './temporal-client.ts';

export interface ApplicationParts extends Omit<UseCaseParts, 'jobCache'> {
  readonly temporal: TemporalClient;
  /** The auth login, for better-auth and for memberships. */
  readonly authPool: pg.Pool;
  readonly authDatabase: Pick<Database, 'query'>;
  readonly authSecret: string;
  readonly signUp: 'closed' | 'invite';
  readonly trustedProxies: number | readonly string[];
  readonly log: Logger;
  /** How slow a caller may be; the usual unless it is given. */
  readonly pace?: Pace | undefined;
  /** Makes what answers everything that is not the API. */
  readonly pages: (api: PageApi) => readonly RequestHandler[];
}

export interface Application {
  readonly express: Express;
  readonly routes: readonly Route[];
  readonly pageApi: PageApi;
  /** Has everybody who waits answered at once; new requests are still served. */
  stopWaiting(): void;
  close(): Promise<void>;
}

/** Ties commands, queries, sign-in and routes to the outside parts. Whoever made those closes them. */
export function createApplication(parts: ApplicationParts): Application {
  const { database, origin, log, store, temporal } = parts;
  const stopping = new AbortController();
  const caches = createCaches(database);
  const useCases = createUseCases({ ...parts, jobCache: caches.jobs });
  const origins = ownOrigins(origin);
  const memberships = createMemberships(parts.authDatabase);
  const auth = createAuth({
    pool: parts.authPool,
    origin,
    trustedOrigins: origins,
    secret: parts.authSecret,
    log,
  });
  const sessions = createSessions(auth, memberships);
  const pageApi = createPageApi({
    ...useCases,
    auth,
    sessions,
    invitations: parts.signUp === 'closed' ? null : createInvitations(parts.authDatabase),
  });
  const routes = createRoutes(useCases);
  const express = createExpressApp({
    origin,
    origins,
    trustedProxies: parts.trustedProxies,
    pace: parts.pace ?? usualPace,
    log,
    caches,
    auth,
    routes,
    authenticate: createAuthenticate({ database, ...caches, sessions }),
    stopping: stopping.signal,
    pages: parts.pages(pageApi),
    parts: {
      postgres: () => database.healthy(),
      temporal: () => temporal.healthy(),
      storage: () => store.healthy(),
    },
  });
  return {
    express,
    routes,
    pageApi,
    stopWaiting: () => {
      stopping.abort();
    },
    close: () => caches.close(),
  };
}
