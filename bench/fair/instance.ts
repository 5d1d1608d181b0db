import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApiKeySecret, storeApiKey } from '../../db/api-keys/api-keys.ts';
import { createDatabase } from '../../db/client.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import { buildWhenStale, workflowBuild } from '../../start/builds.ts';
import { usualOrFreePort } from '../../start/processes/ports.ts';
import { startBenchPostgres, type BenchPostgres } from '../postgres.ts';
import { startBenchTemporal } from '../temporal.ts';

/** An organization with a key of its own and more credits than it can spend. */
export interface Customer {
  /** Ids of what it has uploaded for its jobs. */
  readonly pictures: string[];
  /** Answers the asset's id. */
  upload(file: Buffer): Promise<string>;
  /** Resolves when the job has succeeded, or found nothing to cut out. */
  job(operation: string, input: object): Promise<void>;
}

interface Job {
  readonly id: string;
  readonly status: string;
  readonly error: { readonly code: string } | null;
}

/** API and worker as `npm start` runs them, on a database and a Temporal of the bench's own. */
export async function createFairInstance() {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  await buildWhenStale(workflowBuild, root, new AbortController().signal);
  const postgres = await startBenchPostgres();
  const temporal = await startBenchTemporal(postgres.folder);
  const port = await usualOrFreePort(0);
  const environment = environmentOf(postgres, temporal, port);
  const children = await Promise.all(
    ['../../api/server.ts', '../../activities/worker.ts'].map((path) => start(path, environment)),
  );
  return {
    origin: `http://localhost:${port}`,
    appUrl: postgres.appUrl,
    authUrl: postgres.authUrl,
    customer: () => createCustomer(postgres, port),
    async stop() {
      await Promise.all(children.map(end));
      await temporal.stop();
      await postgres.stop();
    },
  };
}

function environmentOf(
  { appUrl, authUrl, folder }: BenchPostgres,
  { address, namespace }: { address: string; namespace: string },
  port: number,
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PORT: String(port),
    DATABASE_URL: appUrl,
    DATABASE_AUTH_URL: authUrl,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    AUTH_SECRET: 'a secret of the bench, 32 letters',
    URL_SIGNING_SECRET: 'another one of the bench, 32 too.',
    STORAGE_FOLDER: join(folder, 'storage'),
    SCRATCH_FOLDER: join(folder, 'scratch'),
    LOG_LEVEL: 'error',
  };
}

async function start(path: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
  const child = fork(new URL(path, import.meta.url), [], { stdio: [...stdio], env });
  const gone = once(child, 'exit').then(() => {
    throw new Error(`${path} of the bench did not start`);
  });
  await Promise.race([once(child, 'message'), gone]);
  gone.catch(() => undefined);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function createCustomer(postgres: BenchPostgres, port: number): Promise<Customer> {
  const [organizationId, secret] = [uuidv7(), createApiKeySecret()];
  const auth = createDatabase({ url: postgres.authUrl, max: 1, applicationName: 'bench' });
  const database = createDatabase({ url: postgres.appUrl, max: 1, applicationName: 'bench' });
  await auth.query('insert into auth.organization (id, name, slug) values ($1, $2, $2)', [
    organizationId,
    `bench ${organizationId}`,
  ]);
  await database.withOrganization(organizationId, async (tx) => {
    await tx.query('select grant_credits($1, $2, 100000)', [organizationId, 'bench']);
    await storeApiKey(tx, { organizationId, name: 'bench', secret });
  });
  await Promise.all([auth.close(), database.close()]);

  async function ask<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${secret}`, prefer: 'wait=60' };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { ...options, headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }
  return {
    pictures: [],
    async upload(file) {
      const body = new FormData();
      body.set('file', new Blob([Uint8Array.from(file)]), 'photo.png');
      return (await ask<{ id: string }>('/v1/assets', { method: 'POST', body })).id;
    },
    async job(operation, input) {
      const body = JSON.stringify({ operation, input });
      let job = await ask<Job>('/v1/jobs', { method: 'POST', body });
      while (['queued', 'running'].includes(job.status)) job = await ask(`/v1/jobs/${job.id}`);
      if (job.status === 'succeeded' || job.error?.code === 'no_subject') return;
      throw new Error(`a job of the bench ended ${JSON.stringify(job)}`);
    },
  };
}
