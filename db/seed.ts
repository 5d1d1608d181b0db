import { storeApiKey } from './api-keys/api-keys.ts';
import { createDatabase, type Sql } from './client.ts';
import { uuidv7 } from './uuidv7.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

const PROMO_CREDITS = 100;
const SLUG = 'demo';

/** What the demo account is made of; the secrets are the caller's, who shows them. */
export interface DemoOptions {
  /** Login of `atelier_auth`. */
  readonly authUrl: string;
  /** Login of `atelier_app`. */
  readonly appUrl: string;
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
}

async function seedUser(auth: Sql, email: string, password: string): Promise<string> {
  const [user] = await auth.query<{ id: string }>(
    `insert into auth."user" (id, name, email, email_verified) values ($1, 'Demo', $2, true)
     on conflict (email) do update set email_verified = true returning id`,
    [uuidv7(), email],
  );
  if (!user) throw new Error('the demo user was not written');
  const [account] = await auth.query<{ password: string }>(
    `select password from auth.account where provider_id = 'credential' and user_id = $1`,
    [user.id],
  );
  // Hashing anew at every start would cost 12 ms and sign nobody in better.
  if (account && (await verifyPassword(account.password, password))) return user.id;
  await auth.query(
    `insert into auth.account (id, account_id, provider_id, user_id, password)
     values ($1, $2::uuid::text, 'credential', $2, $3)
     on conflict (provider_id, account_id) do update set password = excluded.password`,
    [uuidv7(), user.id, await hashPassword(password)],
  );
  return user.id;
}

async function seedOrganization(auth: Sql, userId: string): Promise<string> {
  const [organization] = await auth.query<{ id: string }>(
    `insert into auth.organization (id, name, slug) values ($1, 'Demo studio', $2)
     on conflict (slug) do update set slug = excluded.slug returning id`,
    [uuidv7(), SLUG],
  );
  if (!organization) throw new Error('the demo organization was not written');
  await auth.query(
    `insert into auth.member (id, organization_id, user_id, role) values ($1, $2, $3, 'owner')
     on conflict (organization_id, user_id) do nothing`,
    [uuidv7(), organization.id, userId],
  );
  await auth.query(
    `insert into auth.staff_grants (user_id, role)
     select $1, role from unnest(array['operator', 'finance']) role on conflict do nothing`,
    [userId],
  );
  return organization.id;
}

/**
 * Makes the demo account: a person who owns an organization and may do everything staff may, an API
 * key and 100 promo credits. Safe to repeat: credits are granted once; another password or key than
 * before is taken over.
 * @returns the UUID of the organization
 */
export async function seedDemo(options: DemoOptions): Promise<{ organizationId: string }> {
  const auth = createDatabase({ url: options.authUrl, max: 1, applicationName: 'atelier-seed' });
  const app = createDatabase({ url: options.appUrl, max: 1, applicationName: 'atelier-seed' });
  try {
    const userId = await seedUser(auth, options.email, options.password);
    const organizationId = await seedOrganization(auth, userId);
    await app.withOrganization(organizationId, async (tx) => {
      await storeApiKey(tx, { organizationId, name: 'Demo', secret: options.apiKey });
      await tx.query('select grant_credits($1, $2, $3)', [organizationId, 'demo', PROMO_CREDITS]);
    });
    return { organizationId };
  } finally {
    await Promise.all([auth.close(), app.close()]);
  }
}
