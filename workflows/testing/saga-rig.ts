import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { askTestServers } from '../../.ci/ask-test-servers.ts';
import { cancelJobCommand } from '../../api/jobs/commands/cancel-job.ts';
import { createJobCommand } from '../../api/jobs/commands/create-job.ts';
import { createTemporalClient } from '../../api/temporal-client.ts';
import { uuidv7 } from '../../db/uuidv7.ts';
import { createApiKeySecret, storeApiKey } from '../../db/api-keys/api-keys.ts';
import {
  createTestDatabase,
  refuseHeldCredits,
  type TestDatabase,
  withConnection,
} from '../../db/testing/test-database.ts';
import type { Cable } from '../../db/testing/cable.ts';
import { catalogue } from '../../operations/index.ts';
import type { Operation } from '../../operations/operation.ts';
import { buildWhenStale, workflowBuild } from '../../start/builds.ts';
import { usualOrFreePort } from '../../start/processes/ports.ts';
import { createLocalDiskStore } from '../../storage/local-disk.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { firstDispatch, standingId } from '../standing.ts';
import type { CrashPoint } from '../../activities/jobs/crash-points.ts';
import { createJobRows } from './job-rows.ts';
import { endStanding } from './end-standing.ts';
import { createHalt, type Halt } from './halt.ts';
import { createProcesses } from './processes.ts';
import { storePicture } from './store-picture.ts';

export type SagaRig = Awaited<ReturnType<typeof createSagaRig>>;

/** The workflow bundle that every worker of the suite runs, built once by whoever comes first. */
export async function ensureBundle(): Promise<void> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  await buildWhenStale(workflowBuild, root, new AbortController().signal);
}

/**
 * One installation of its own on the suite's servers: its database, its files, its task queue, its organization with
 * 100 credits; workers are child processes, so that they can be killed.
 */
export async function createSagaRig(
  options: {
    operations?: readonly Operation[];
    credits?: number;
    /** A Temporal server of its own, instead of the suite's. */
    temporal?: { address: string; namespace: string };
    /** Between the workers and their Postgres. */
    cable?: Cable;
    /** A database of its own, instead of a new one, and what is to be done to it before anybody uses it. */
    database?: TestDatabase;
    prepare?: (store: ObjectStore) => Promise<void>;
  } = {},
) {
  const { operations = catalogue, credits = 100 } = options;
  const [db, { address, namespace }] = await Promise.all([
    options.database ?? createTestDatabase(),
    options.temporal ?? askTestServers('temporal'),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'atelier-saga-'));
  const taskQueue = `test-${randomUUID()}`;
  const store = createLocalDiskStore({ folder: join(folder, 'storage') });
  await options.prepare?.(store);
  const organizationId = await db.organization();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const temporal = createTemporalClient({
    address,
    namespace,
    taskQueue,
    origin: 'http://localhost',
    log: { warn: () => undefined },
  });
  const principal = { organizationId, userId: null, role: 'owner', via: 'key' } as const;
  const processes = createProcesses();
  const environment = {
    DATABASE_URL: options.cable?.through(db.appUrl) ?? db.appUrl,
    DATABASE_AUTH_URL: db.authUrl,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_TASK_QUEUE: taskQueue,
    STORAGE_FOLDER: join(folder, 'storage'),
    SCRATCH_FOLDER: join(folder, 'scratch'),
    AUTH_SECRET: 'a secret of thirty-two characters',
    URL_SIGNING_SECRET: 'another secret of 32 characters!',
    LOG_LEVEL: 'debug',
  };
  const { unlisten, ...rows } = await createJobRows(db.database, organizationId);

  async function grant(credits: number, organization = organizationId): Promise<void> {
    await db.database.query(
      `select * from grant_credits(organization_id => $1, key => $2, amount => $3, kind => 'promo', expires_at => null)`,
      [organization, uuidv7(), credits],
    );
  }

  await grant(credits);

  return {
    ...db,
    client,
    temporal,
    taskQueue,
    organizationId,
    principal,
    store,
    folder,
    ...rows,
    grant,
    createJob: createJobCommand({
      database: db.database,
      catalogue: operations,
      starter: temporal,
      cross: () => undefined,
      log: { info: () => undefined },
    }),
    cancelJob: cancelJobCommand({ database: db.database, canceler: temporal }),

    /** Stores a picture as an upload would; answers its public id. */
    addPicture: (bytes: Buffer, size: { width: number; height: number }): Promise<string> =>
      storePicture({ store, inTenant: rows.inTenant, organizationId }, bytes, size),

    /**
     * Starts a worker and waits until it polls. `crashAt` has it kill itself at that point, `lookMs` look at the standing
     * workflows more often than others do.
     */
    startWorker: (crashAt?: CrashPoint, lookMs?: number) =>
      processes.start(new URL('crashing-worker.ts', import.meta.url), {
        ...environment,
        ...(crashAt && { CRASH_AT: crashAt }),
        ...(lookMs && { LOOK_MS: String(lookMs) }),
      }),

    /** Starts a worker that halts at a point, once, until it is let go on: see testing/halting-worker.ts. */
    async startHaltingWorker(haltAt: CrashPoint): Promise<Halt & { child: ChildProcess }> {
      const halt = createHalt(join(folder, 'halt'));
      const child = await processes.start(new URL('halting-worker.ts', import.meta.url), {
        ...environment,
        HALT_AT: haltAt,
        HALT_FOLDER: join(folder, 'halt'),
      });
      return { ...halt, child };
    },

    /** Starts an API process of this installation and waits until it serves. */
    async startApi(crashAt?: 'accept.committed'): Promise<{ origin: string; child: ChildProcess }> {
      const port = await usualOrFreePort(0);
      const child = await processes.start(
        new URL('../../api/testing/crashing-server.ts', import.meta.url),
        { ...environment, PORT: String(port), ...(crashAt && { CRASH_AT: crashAt }) },
      );
      return { origin: `http://127.0.0.1:${port}`, child };
    },

    /** What no role of ours may do. */
    async asAdmin(sql: string): Promise<void> {
      await withConnection(db.adminUrl, (admin) => admin.query(sql));
    },

    /** Has the dispatcher begin anew, with a pass over the open jobs, which is otherwise due once a minute. */
    async reconcileNow(): Promise<void> {
      await client.workflow.start('dispatch', {
        taskQueue,
        workflowId: standingId('dispatch', taskQueue),
        args: [firstDispatch],
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
      });
    },

    /** Everything that workers and APIs of this rig have logged. */
    logs: () => processes.logs(),
    logged: (text: string, times: number) => processes.logged(text, times),

    /** Makes an API key of an organization, of the rig's own unless another is given. */
    async apiKey(organization = organizationId): Promise<string> {
      const secret = createApiKeySecret();
      await db.database.withOrganization(organization, (tx) =>
        storeApiKey(tx, { organizationId: organization, name: 'test', secret }),
      );
      return secret;
    },

    async close(): Promise<void> {
      await processes.close();
      await refuseHeldCredits(db);
      await endStanding(client, taskQueue);
      await unlisten();
      await temporal.close();
      await connection.close();
      await rm(folder, { recursive: true, force: true });
      await db.close();
    },
  };
}
