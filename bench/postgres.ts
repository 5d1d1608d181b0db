import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrapRoles } from '../db/bootstrap.ts';
import { preparePostgres } from '../db/embedded/embedded-postgres.ts';
import { migrate } from '../db/migrate.ts';
import { usualOrFreePort } from '../start/processes/ports.ts';
import { serverProcess } from '../start/processes/process-kinds.ts';
import { supervise } from '../start/processes/supervise.ts';

const passwords = { owner: 'owner', app: 'app', auth: 'auth' };

/** A migrated database on a PostgreSQL of the bench's own, as durable as the one of `npm start`. */
export interface BenchPostgres {
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly authUrl: string;
  /** A folder that is removed with the server. */
  readonly folder: string;
  stop(): Promise<void>;
}

export async function startBenchPostgres(): Promise<BenchPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-'));
  // PostgreSQL runs as another user when we are root.
  await chmod(folder, 0o755);
  const program = await preparePostgres({
    folder: join(folder, 'postgres'),
    port: await usualOrFreePort(0),
    password: 'bench',
    durable: true,
  });
  const server = await supervise(serverProcess('postgres', program, join(folder, 'postgres.log')), {
    say: () => undefined,
    onRestarted: () => undefined,
  });
  // A bench that fails or is stopped takes its server with it.
  const endWithUs = () => process.kill(server.pid(), program.stopSignal);
  process.once('exit', endWithUs);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  await bootstrapRoles(program.adminUrl, { database: 'atelier', passwords });
  const as = (role: keyof typeof passwords) => {
    const url = new URL(program.adminUrl);
    url.pathname = '/atelier';
    url.username = `atelier_${role}`;
    url.password = passwords[role];
    return url.href;
  };
  await migrate(as('owner'));
  return {
    adminUrl: program.adminUrl,
    appUrl: as('app'),
    authUrl: as('auth'),
    folder,
    async stop() {
      process.off('exit', endWithUs);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
