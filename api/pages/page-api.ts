import type { Session } from '../auth/sessions.ts';
import type { Balance } from '../credits/resource.ts';
import type { Page } from '../http/page.ts';
import type { JobResource } from '../jobs/resource.ts';
import type { OperationResource } from '../operations/resource.ts';

export type { Session } from '../auth/sessions.ts';

export type SignIn =
  | { readonly ok: true; readonly setCookies: string[] }
  | {
      readonly ok: false;
      readonly code:
        'invalid_credentials' | 'no_organization' | 'rate_limited' | 'forbidden_origin';
    };

type SignUp = SignIn | { readonly ok: false; readonly code: 'gone' | 'taken' };

/** What pages may ask of the server: handed to every Remix loader and action as `context.api`. */
export interface PageApi {
  /** Null when nobody is signed in. */
  session(request: Request): Promise<Session | null>;
  /** Checks origin and rate limit as the auth endpoint does; the cookies belong on the answer. */
  signIn(request: Request, credentials: { email: string; password: string }): Promise<SignIn>;
  /** Whom an invitation is for; null when it was used, has expired or was never there. */
  invitation(token: string): Promise<{ email: string } | null>;
  /** Makes the invited person's account and organization, and signs them in. */
  signUp(
    request: Request,
    token: string,
    person: { name: string; password: string },
  ): Promise<SignUp>;
  /** Ends the session; answers the Set-Cookie values that clear it. */
  signOut(request: Request): Promise<string[]>;
  operations(): OperationResource[];
  balance(session: Session): Promise<Balance>;
  /** Newest first. */
  jobs(session: Session, page: { limit: number; cursor?: string }): Promise<Page<JobResource>>;
  /** Null when the session's organization has no such job. */
  job(session: Session, id: string): Promise<JobResource | null>;
}

/** What `context` is in Remix. */
export interface LoadContext {
  /** The Content-Security-Policy nonce of this answer. */
  readonly nonce: string;
  /** The origins whose pages are ours. */
  readonly ownOrigins: readonly string[];
  readonly api: PageApi;
  /** By what this answer is found in the log. */
  readonly requestId: string;
  /** Writes down what went wrong in a page. */
  readonly report: (error: unknown) => void;
}
