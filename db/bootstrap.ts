import pg from 'pg';

const POSTGRES_MIN = 180_000;

/** Passwords of the three roles that log in. */
export interface RolePasswords {
  readonly owner: string;
  readonly app: string;
  readonly auth: string;
}

export interface BootstrapOptions {
  /** The database to create, owned by `atelier_owner`. */
  readonly database: string;
  readonly passwords: RolePasswords;
}

async function createRoles(admin: pg.Client, passwords: RolePasswords): Promise<void> {
  const logins = Object.entries({ system: null, ...passwords });
  for (const [name, password] of logins) {
    const role = `atelier_${name}`;
    const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
    if (rowCount === 0) await admin.query(`create role ${role}`);
    if (password !== null) {
      await admin.query(`alter role ${role} login password ${admin.escapeLiteral(password)}`);
    }
  }
  // The owner makes functions in the name of the system role, but does not inherit its sight.
  await admin.query('grant atelier_system to atelier_owner with inherit false, set true');
}

/**
 * Creates the four roles and the database where they are missing, and sets the passwords. Safe to
 * repeat. Managed Postgres: run it once as the administrator, who needs CREATEROLE and CREATEDB only.
 * @param adminUrl a login that may create roles and databases
 */
export async function bootstrapRoles(
  adminUrl: string,
  { database, passwords }: BootstrapOptions,
): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  // The query under way rejects; without a listener the loss itself would end the process.
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    const { rows } = await admin.query<{ version: number; superuser: boolean; exists: boolean }>(
      `select current_setting('server_version_num')::int as version,
              current_setting('is_superuser')::bool as superuser,
              exists (select from pg_database where datname = $1) as exists`,
      [database],
    );
    const [server] = rows;
    if (!server || server.version < POSTGRES_MIN)
      throw new Error('PostgreSQL 18 or later is needed');
    await createRoles(admin, passwords);
    // Only a member may give a database to a role.
    if (!server.superuser) await admin.query('grant atelier_owner to current_user');
    const name = admin.escapeIdentifier(database);
    if (!server.exists) await admin.query(`create database ${name} owner atelier_owner`);
    await admin.query(`revoke all on database ${name} from public`);
    await admin.query(
      `grant connect on database ${name} to atelier_owner, atelier_app, atelier_auth`,
    );
  } finally {
    await admin.end();
  }
}
