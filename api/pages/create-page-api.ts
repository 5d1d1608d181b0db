import { parseId } from '../../domain/ids.ts';
import { emailLengthMax, passwordLengthMax } from '../../domain/limits.ts';
import type { Auth } from '../auth/auth.ts';
import { signInPath, signOutPath } from '../auth/endpoints.ts';
import type { Invitations } from '../auth/invitations.ts';
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
  /** Null where nobody may sign up. */
  invitations: Invitations | null;
  jobs: JobQueries;
  credits: CreditQueries;
  operations: readonly OperationResource[];
}): PageApi {
  const { auth, sessions, invitations, jobs, credits } = deps;
  const signIn: PageApi['signIn'] = async (request, credentials) => {
    if (!isPlausible(credentials)) return { ok: false, code: 'invalid_credentials' };
    const answer = await auth.fetch(authRequest(request, signInPath, credentials));
    if (!answer.ok) return signInProblem(answer);
    const setCookies = answer.headers.getSetCookie();
    const session = await sessions.session(withCookies(setCookies));
    return session ? { ok: true, setCookies } : { ok: false, code: 'no_organization' };
  };
  return {
    async session(request) {
      const session = await sessions.session(request.headers);
      // Nothing is begun for a reader who left meanwhile: every page asks this first.
      request.signal.throwIfAborted();
      return session;
    },
    signIn,
    invitation: async (token) => (await invitations?.find(token)) ?? null,
    async signUp(request, token, person) {
      const invitation = await invitations?.find(token);
      if (!invitations || !invitation) return { ok: false, code: 'gone' };
      const joined = await invitations.accept(token, person);
      if (joined !== 'joined') return { ok: false, code: joined };
      return signIn(request, { email: invitation.email, password: person.password });
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

/** Whatever is longer opens no account, and nobody is asked about it. */
function isPlausible({ email, password }: { email: string; password: string }): boolean {
  return email.length <= emailLengthMax && password.length <= passwordLengthMax;
}

/** What a browser would send after it was told to keep these. */
function withCookies(setCookies: readonly string[]): Headers {
  const pairs = setCookies.map((cookie) => cookie.split(';')[0]);
  return new Headers({ cookie: pairs.join('; ') });
}

function signInProblem({ status }: Response): SignIn {
  if (status === 429) return { ok: false, code: 'rate_limited' };
  return { ok: false, code: status === 403 ? 'forbidden_origin' : 'invalid_credentials' };
}

function organizationOf({ organization }: Session): string {
  const uuid = parseId('org', organization.id);
  if (!uuid) throw new Error('a session names its organization');
  return uuid;
}
