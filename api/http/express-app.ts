import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Auth } from '../auth/auth.ts';
import type { Caches } from '../cache/caches.ts';
import { answerForms } from './problems/form-answer.ts';
import { errorDocs } from './problems/error-docs.ts';
import { healthz, readyz, type Parts } from '../health/health.ts';
import { createKeyPoll } from '../jobs/key-poll.ts';
import { createCompression } from './compression.ts';
import { createPaceWatch, type Pace } from './pace.ts';
import { onlyMethods, webMethodsOnly } from './methods.ts';
import { plainRequestsOnly } from './plain-requests.ts';
import { createProblemAnswer, notFound } from './problems/problem-answer.ts';
import { createRequestContext } from './request-context.ts';
import { createRequestLog } from './request-log.ts';
import { singleHeadersOnly } from './single-headers.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { mountRoute, refuseOtherMethods, type RouteHost } from './contract/mount-route.ts';
import { openApiDocument } from '../openapi.ts';
import type { Route } from './contract/route.ts';

export interface ExpressAppOptions extends RouteHost {
  readonly origin: string;
  /** Express' `trust proxy`: whose word on a visitor's address is taken. */
  readonly trustedProxies: number | readonly string[];
  readonly log: Logger;
  readonly caches: Caches;
  readonly auth: Auth;
  readonly parts: Parts;
  readonly routes: readonly Route[];
  readonly pace: Pace;
  /** What answers everything that is not the API; none where only the API is served. */
  readonly pages: readonly RequestHandler[];
}

/** The one HTTP application: API, sign-in and pages, in this order. */
export function createExpressApp(options: ExpressAppOptions): Express {
  const { log, caches, routes } = options;
  const app = express();
  app.disable('x-powered-by').set('etag', false).set('query parser', 'simple');
  app.set('trust proxy', options.trustedProxies);
  app.use(createKeyPoll({ ...caches, log }));
  app.use(createRequestContext(log), createRequestLog(log), createPaceWatch(options.pace));
  app.use(plainRequestsOnly, singleHeadersOnly, createCompression());
  app.get('/healthz', healthz);
  app.get('/readyz', readyz(options.parts));
  app.all(['/healthz', '/readyz'], onlyMethods('GET'));
  app.use(...createSecurityHeaders({ https: options.origin.startsWith('https:') }));
  app.use('/v1', createApi(routes, options));
  app.use(webMethodsOnly);
  app.all('/api/auth/{*path}', ...options.auth.handler);
  app.get('/docs/errors/:code', errorDocs).all('/docs/errors/:code', onlyMethods('GET'));
  if (options.pages.length > 0) app.use(...options.pages);
  app.use(notFound, answerForms, createProblemAnswer(log));
  return app;
}

function createApi(routes: readonly Route[], options: ExpressAppOptions): express.Router {
  const api = express.Router();
  const document = openApiDocument(
    routes.map(({ contract }) => contract),
    options.origin,
  );
  const text = JSON.stringify(document);
  api.get('/openapi.json', (_request, response) => {
    response.type('json').send(text);
  });
  api.all('/openapi.json', onlyMethods('GET'));
  for (const route of routes) mountRoute(api, route, options);
  refuseOtherMethods(api, routes);
  api.use(notFound);
  return api;
}
