import { pipeline } from 'node:stream/promises';
import type { Request, Response, Router } from 'express';
import type { Authenticate } from '../../auth/authenticate.ts';
import { assertSameOrganization, organizationHeader } from '../../auth/same-organization.ts';
import { assertSameOrigin } from '../../auth/same-origin.ts';
import { onlyMethods } from '../methods.ts';
import { readJson, refuseEncoded } from '../read-body.ts';
import { contextOf } from '../request-context.ts';
import { may } from '../../../domain/permissions.ts';
import type { Principal } from '../../auth/principal.ts';
import { ProblemError, type FieldProblem } from '../problems/problem.ts';
import type { Answer, Call, Contract, Route } from './route.ts';
import { fieldProblems, invalidRequest } from '../problems/validation.ts';

/** What every route needs, whatever it does. */
export interface RouteHost {
  readonly authenticate: Authenticate;
  /** Origins whose pages may write with a cookie. */
  readonly origins: readonly string[];
  /** Aborts when the server stops: whoever waits answers at once. */
  readonly stopping: AbortSignal;
}

const bodyBytesMax = 256 * 1024;

/** Mounts a route: who asks, may they, is it well-formed, then the handler, then its answer. */
export function mountRoute(router: Router, { contract, handle }: Route, host: RouteHost): void {
  router[contract.method](pathOf(contract), async (request, response) => {
    // From the first moment on: who leaves while we look at his key must not be waited for.
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    const visitor = await admit(contract, request, host);
    contextOf(response).principal = visitor;
    if (gone.signal.aborted) return;
    if (contract.body ?? contract.upload) refuseEncoded(request, response);
    if (contract.body) request.body = await readJson(request, bodyBytesMax);
    const input = checkInput(contract, request);
    const call: Call<unknown, unknown, unknown, unknown> = {
      ...input,
      visitor,
      get principal(): Principal {
        if (visitor) return visitor;
        throw new ProblemError('unauthenticated');
      },
      request,
      signal: AbortSignal.any([gone.signal, host.stopping]),
      about: (jobId) => {
        contextOf(response).jobId = jobId;
      },
    };
    await send(response, await handle(call));
  });
}

/** Answers what has the address of a route but none of its methods. Comes after every route. */
export function refuseOtherMethods(router: Router, routes: readonly Route[]): void {
  const methodsOf = Map.groupBy(routes, ({ contract }) => pathOf(contract));
  for (const [path, alike] of methodsOf) {
    router.all(path, onlyMethods(...alike.map(({ contract }) => contract.method.toUpperCase())));
  }
}

const pathOf = ({ path }: Contract): string =>
  path.replace(/^\/v1/, '').replace(/\{(\w+)\}/g, ':$1');

async function admit(
  contract: Contract,
  request: Request,
  host: RouteHost,
): Promise<Principal | null> {
  if (contract.access === 'public') return null;
  if (contract.access === 'signed' && 'signature' in request.query) return null;
  const visitor = await host.authenticate(request);
  if (!visitor) throw new ProblemError('unauthenticated');
  const permission = contract.access === 'signed' ? 'read' : contract.access;
  if (permission === 'write') assertSameOrigin(visitor, request.headers.origin, host.origins);
  assertSameOrganization(visitor, request.get(organizationHeader), permission === 'write');
  if (!may(visitor.role, permission)) throw new ProblemError('forbidden');
  return visitor;
}

/** Checks every part before it complains, so that one answer names all that is wrong. */
function checkInput(contract: Contract, request: Request) {
  const params = contract.params?.safeParse(request.params);
  if (params?.success === false) throw new ProblemError('not_found');
  const problems: FieldProblem[] = [];
  const check = (part: 'query' | 'headers' | 'body', value: unknown): unknown => {
    const result = contract[part]?.safeParse(value);
    if (result?.success === false) problems.push(...fieldProblems(result.error, { whole: part }));
    return result?.data ?? {};
  };
  const query = check('query', request.query);
  const headers = check('headers', request.headers);
  const body = check('body', request.body ?? {});
  if (problems.length > 0) throw invalidRequest(problems);
  return { params: params?.data ?? {}, query, headers, body };
}

async function send(response: Response, answer: Answer): Promise<void> {
  response.status(answer.status);
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  if (answer.stream) {
    await stream(response, answer.stream);
    return;
  }
  const bytes =
    answer.bytes ?? (answer.body === undefined ? null : Buffer.from(JSON.stringify(answer.body)));
  if (bytes) {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', bytes.length);
  }
  response.end(bytes ?? undefined);
}

async function stream(response: Response, body: NonNullable<Answer['stream']>): Promise<void> {
  if (response.destroyed || response.req.method === 'HEAD') {
    body.destroy();
    response.end();
    return;
  }
  try {
    await pipeline(body, response);
  } catch (error) {
    // The reader left; that is theirs to do.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
