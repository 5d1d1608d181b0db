import { createApiKeySecret, storeApiKey } from '../../db/api-keys/api-keys.ts';
import type { Sql } from '../../db/client.ts';
import type { TestDatabase } from '../../db/testing/test-database.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import type { Application } from '../application.ts';
import { createInvitations, type Invitation } from '../auth/invitations.ts';

/** A person with a session in their own organization. */
export interface TestPerson {
  readonly email: string;
  readonly password: string;
  readonly cookie: string;
  /** Public id. */
  readonly organization: string;
  /** What a page of theirs sends with everything that it asks. */
  readonly pageHeaders: Readonly<Record<string, string>>;
}

/** An organization with a key of its own. */
export interface TestCustomer {
  /** UUID. */
  readonly organizationId: string;
  readonly key: string;
}

/** An organization with an API key and no person. */
export async function makeCustomer(
  db: Pick<TestDatabase, 'organization' | 'database'>,
): Promise<TestCustomer> {
  const organizationId = await db.organization();
  const secret = createApiKeySecret();
  await db.database.withOrganization(organizationId, (tx) =>
    storeApiKey(tx, { organizationId, name: 'test', secret }),
  );
  return { organizationId, key: secret };
}

const password = 'correct horse battery';

/** Somebody who was invited, made an account on the page and is signed in. */
export async function signUpPerson(ground: {
  application: Application;
  sql: Sql;
  origin: string;
  staff: Invitation['staff'];
}): Promise<TestPerson> {
  const { application, sql, origin, staff } = ground;
  const { pageApi } = application;
  const email = `${uuidv7()}@example.com`;
  // All of a file's people come from one address: nobody is to be kept waiting for what an earlier one did.
  await sql.query('delete from auth.rate_limit');
  const token = await createInvitations(sql).invite({ email, staff });
  const asked = new Request(new URL('/sign-up', origin), { method: 'POST', headers: { origin } });
  const joined = await pageApi.signUp(asked, token ?? '', { name: 'Ada', password });
  if (!joined.ok) throw new Error(`nobody could sign up: ${joined.code}`);
  const cookie = cookieOf(joined.setCookies);
  const session = await pageApi.session(new Request(origin, { headers: { cookie } }));
  const organization = session?.organization.id ?? '';
  const pageHeaders = { cookie, origin, 'atelier-organization': organization };
  return { email, password, cookie, organization, pageHeaders };
}

/** What a browser sends back of the cookies that it was given. */
export function cookieOf(setCookies: readonly string[]): string {
  return setCookies.map((cookie) => cookie.split(';')[0]).join('; ');
}
