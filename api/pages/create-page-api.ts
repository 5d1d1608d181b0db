import { parseId } from '../../domain/ids.ts';
import { signInPath, signOutPath, type Auth } from '../auth/auth.ts';
import type { Sessions } from '../auth/sessions.ts';
import { pageRequest } from '../http/cursor.ts';
import type { CreditQueries } from '../credits/queries.ts';
import type { JobQueries } from '../jobs/queries.ts';
import type { JobResource } from '../jobs/resource.ts';
import type { OperationResource } from '../operations/resource.ts';
import type { PageApi, Session, SignIn } from './page-api.ts';

/** What loaders and actions are given: the same queries that `/v1` answers from. */
export function createPageApi(deps: {
  auth: Auth;
  sessions: Sessions;
  jobs: JobQueries;
  credits: CreditQueries;
  operations: readonly OperationResource[];
}): PageApi {
  const { auth, sessions, jobs, credits } = deps;
  return {
    session: (request) => sessions.session(request.headers),
    async signIn(request, credentials) {
      const answer = await auth.fetch(authRequest(request, signInPath, credentials));
      return answer.ok
        ? { ok: true, setCookies: answer.headers.getSetCookie() }
        : signInProblem(answer);
    },
    async signOut(request) {
      const answer = await auth.fetch(authRequest(request, signOutPath, {}));
      return answer.headers.getSetCookie();
    },
    operations: () => [...deps.operations],
    balance: (session) => credits.balance(organizationOf(session)),
    jobs: (session, page) => jobs.list(organizationOf(session), pageRequest(page, 'job')),
    async job(session, id) {
      const uuid = parseId('job', id);
      const job = uuid && (await jobs.get(organizationOf(session), uuid));
      return job ? (JSON.parse(job.body.toString()) as JobResource) : null;
    },
  };
}

/** The same visitor asks the auth endpoint: its origin check and rate limit apply as from outside. */
function authRequest(from: Request, path: string, body: unknown): Request {
  const headers = new Headers(from.headers);
  headers.set('content-type', 'application/json');
  headers.delete('content-length');
  return new Request(new URL(path, from.url), {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
}

function signInProblem(answer: Response): SignIn {
  switch (answer.status) {
    case 429:
      return { ok: false, code: 'rate_limited' };
    case 403:
      return { ok: false, code: 'forbidden_origin' };
    case 400:
    case 401:
      return { ok: false, code: 'invalid_credentials' };
    default:
      throw new Error(`sign-in answered ${answer.status}`);
  }
}

function organizationOf({ organization }: Session): string {
  const uuid = parseId('org', organization.id);
  if (!uuid) throw new Error('a session names its organization');
  return uuid;
}
