import type { Express, RequestHandler } from 'express';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { createApp } from './http/express-app.ts';
import { createAuth } from './auth/auth.ts';
import { createMemberships } from './auth/memberships.ts';
import { createSessions } from './auth/sessions.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import { createCaches } from './cache/caches.ts';
import { ownOrigins } from './auth/same-origin.ts';
import { createServices } from './pages/create-page-api.ts';
import type { Route } from './http/route.ts';
import { createRoutes } from './routes.ts';
import type { Services } from './pages/page-api.ts';
import { createStudio, type StudioParts } from './use-cases.ts';
import type { TemporalDoor } from './temporal-client.ts';

export interface ServiceParts extends Omit<StudioParts, 'jobCache'> {
  readonly temporal: TemporalDoor;
  /** The auth login, for better-auth and for memberships. */
  readonly authPool: pg.Pool;
  readonly authDatabase: Pick<Database, 'query'>;
  readonly authSecret: string;
  readonly log: Logger;
  /** Makes what answers everything that is not the API. */
  readonly web: (services: Services) => readonly RequestHandler[];
}

export interface Service {
  readonly app: Express;
  readonly routes: readonly Route[];
  readonly services: Services;
  /** Has everybody who waits answered at once; new requests are still served. */
  stopWaiting(): void;
  close(): Promise<void>;
}

/** Ties commands, queries, sign-in and routes to the outside parts. Whoever made those closes them. */
export function createService(parts: ServiceParts): Service {
  const { database, origin, log, store, temporal } = parts;
  const stopping = new AbortController();
  const caches = createCaches(database);
  const studio = createStudio({ ...parts, jobCache: caches.jobs });
  const origins = ownOrigins(origin);
  const memberships = createMemberships(parts.authDatabase);
  const auth = createAuth({
    pool: parts.authPool,
    memberships,
    origin,
    trustedOrigins: origins,
    secret: parts.authSecret,
    log,
  });
  const sessions = createSessions(auth, memberships);
  const services = createServices({ ...studio, auth, sessions });
  const routes = createRoutes(studio);
  const app = createApp({
    origin,
    origins,
    log,
    caches,
    auth,
    routes,
    authenticate: createAuthenticate({ database, keys: caches.keys, sessions }),
    stopping: stopping.signal,
    web: parts.web(services),
    parts: {
      postgres: () => database.healthy(),
      temporal: () => temporal.healthy(),
      storage: () => store.healthy(),
    },
  });
  return {
    app,
    routes,
    services,
    stopWaiting: () => {
      stopping.abort();
    },
    close: () => caches.close(),
  };
}
