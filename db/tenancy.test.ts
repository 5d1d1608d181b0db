import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { authenticateApiKey, createApiKeySecret, storeApiKey } from './api-keys/api-keys.ts';
import { createDatabase } from './client.ts';
import { seedDemo } from './seed.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let db: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  db = await createTestDatabase();
  admin = new pg.Client({ connectionString: db.adminUrl });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await db.close();
});

async function column(text: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(text);
  return rows.map(({ name }) => name);
}

describe('every table of the catalogue', () => {
  test('shows only its tenant’s rows, to its owner too; but for the closed list', async () => {
    const exempt = await column(`
      select oid::regclass as name from pg_class
      where relkind in ('r', 'p') and relpersistence = 'p' and not (relrowsecurity and relforcerowsecurity)
        and relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
      order by 1`);
    expect(exempt).toEqual([
      'drizzle.__drizzle_migrations',
      'drizzle.scripts',
      'auth.account',
      'auth.invitation',
      'auth.member',
      'auth.organization',
      'auth.rate_limit',
      'auth.session',
      'auth.staff_grants',
      'auth."user"',
      'auth.verification',
    ]);
  });

  test('has one policy for the system, and one for tenants unless it belongs to none', async () => {
    const other = await column(`
      select pg_class.relname as name from pg_class
      left join pg_policies on tablename = relname and schemaname = 'public'
      where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
      group by pg_class.oid, relname
      having array_agg(policyname || ' ' || roles[1] order by policyname) is distinct from case
        when exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'organization_id')
        then array['system atelier_system', 'tenant atelier_app'] else array['system atelier_system'] end`);
    expect(other).toEqual([]);
  });

  test('belongs to an organization, but for the closed list', async () => {
    const shared = await column(`
      select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        and not exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'organization_id')`);
    expect(shared).toEqual(['installation']);
  });

  test('belongs to the owner, and every view asks as its reader', async () => {
    const foreign = await column(`
      select oid::regclass as name from pg_class
      where relkind in ('r', 'p', 'v') and relnamespace in ('public'::regnamespace, 'auth'::regnamespace)
        and (relowner <> 'atelier_owner'::regrole
          or (relkind = 'v' and not 'security_invoker=true' = any (reloptions)))`);
    expect(foreign).toEqual([]);
  });
});

describe('roles', () => {
  test('none of ours passes row-level security by, and the system role cannot log in', async () => {
    const { rows } = await admin.query(
      `select rolname, rolcanlogin from pg_roles where rolname like 'atelier\\_%'
       and not rolsuper and not rolbypassrls and not rolcreaterole and not rolcreatedb order by 1`,
    );
    expect(rows).toEqual([
      { rolname: 'atelier_app', rolcanlogin: true },
      { rolname: 'atelier_auth', rolcanlogin: true },
      { rolname: 'atelier_owner', rolcanlogin: true },
      { rolname: 'atelier_system', rolcanlogin: false },
    ]);
  });

  test('every function that bypasses tenancy belongs to the system and fixes its search path', async () => {
    const loose = await column(`
      select oid::regprocedure as name from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef
        and (proowner <> 'atelier_system'::regrole
          or not exists (select from unnest(proconfig) setting where setting = 'search_path=public, pg_temp'))`);
    expect(loose).toEqual([]);
  });

  test('nobody calls a function that was not granted', async () => {
    const open = await column(`
      select oid::regprocedure as name from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef
        and has_function_privilege('atelier_auth', oid, 'execute')`);
    expect(open).toEqual([]);
  });

  test.each([
    'reserve($1, $1, 1, 1, null)',
    'settle($1, 0)',
    "void_reservation($1, 'failed')",
    'write_off($1, $1, 1)',
  ])('the app moves no credits but through a job: %s', async (call) => {
    const organization = await db.organization();
    const asked = db.database.withOrganization(organization, (tx) =>
      tx.query(`select ${call}`, [organization]),
    );
    await expect(asked).rejects.toMatchObject({ sqlState: '42501' });
  });

  test('auth sees its own schema only, and the app none of it', async () => {
    const auth = createDatabase({ url: db.authUrl, max: 1, applicationName: 'test' });
    await expect(auth.query('select * from public.wallets')).rejects.toMatchObject({
      sqlState: '42501',
    });
    await auth.close();
    await expect(db.database.query('select * from auth."user"')).rejects.toMatchObject({
      sqlState: '42501',
    });
  });
});

describe('a transaction of a tenant', () => {
  test('shows own rows, no other organization’s, and none without a context', async () => {
    const [mine, other] = [await db.organization(), await db.organization()];
    for (const organization of [mine, other]) {
      await db.database.query("select grant_credits($1, 'first', 1)", [organization]);
    }
    const wallets = await db.database.withOrganization(mine, (tx) =>
      tx.query('select organization_id from wallets'),
    );
    expect(wallets).toEqual([{ organization_id: mine }]);
    // The same pooled connections, after a transaction: the context is gone with it.
    expect(await db.database.query('select * from wallets')).toEqual([]);
  });

  test('refuses to write a row of another organization', async () => {
    const [mine, other] = [await db.organization(), await db.organization()];
    const key = { organizationId: other, name: 'stray', secret: createApiKeySecret() };
    await expect(
      db.database.withOrganization(mine, (tx) => storeApiKey(tx, key)),
    ).rejects.toMatchObject({ sqlState: '42501' });
  });

  test('takes a UUID only', () => {
    const work = () => Promise.resolve();
    expect(() => db.database.withOrganization("x'; drop table wallets; --", work)).toThrow(
      RangeError,
    );
  });
});

describe('API keys', () => {
  test('tell their organization until they are revoked; the secret is not stored', async () => {
    const organizationId = await db.organization();
    const secret = createApiKeySecret();
    await db.database.withOrganization(organizationId, (tx) =>
      storeApiKey(tx, { organizationId, name: 'ci', secret }),
    );
    expect(await authenticateApiKey(db.database, secret)).toMatchObject({ organizationId });
    expect(await authenticateApiKey(db.database, `${secret}x`)).toBeNull();

    const rows = await db.database.withOrganization(organizationId, async (tx) => {
      const stored = await tx.query<{ text: string; used: boolean }>(
        'select api_keys::text as text, last_used_at is not null as used from api_keys',
      );
      await tx.query('update api_keys set revoked_at = now()');
      return stored;
    });
    expect(rows).toMatchObject([{ used: true }]);
    expect(rows[0]?.text).not.toContain(secret.slice(20));
    expect(await authenticateApiKey(db.database, secret)).toBeNull();
  });
});

test('the demo account is seeded once: credits stay, a new password and key are taken over', async () => {
  const demo = { authUrl: db.authUrl, appUrl: db.appUrl, email: 'demo@atelier.test' };
  const first = await seedDemo({ ...demo, password: 'first', apiKey: 'sk_first_0123456789' });
  const again = await seedDemo({ ...demo, password: 'second', apiKey: 'sk_second_0123456789' });
  expect(again).toEqual(first);
  const balances = await db.database.withOrganization(first.organizationId, (tx) =>
    tx.query('select posted from balances'),
  );
  expect(balances).toEqual([{ posted: 100 }]);
  const { rows } = await admin.query(
    `select password like '$argon2id$%' as argon, member.role,
       (select array_agg(staff_grants.role order by staff_grants.role) from auth.staff_grants) as staff
     from auth."user" join auth.account on account.user_id = "user".id
     join auth.member on member.user_id = "user".id`,
  );
  expect(rows).toEqual([{ argon: true, role: 'owner', staff: ['finance', 'operator'] }]);
  expect(await authenticateApiKey(db.database, 'sk_second_0123456789')).toMatchObject(first);
});
