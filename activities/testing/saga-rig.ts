import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { cancelJobCommand } from '../../api/commands/cancel-job.ts';
import { createJobCommand } from '../../api/commands/create-job.ts';
import { createTemporalDoor } from '../../api/temporal.ts';
import { publicId, uuidv7 } from '../../db/ids.ts';
import { createTestDatabase } from '../../db/testing.ts';
import { catalogue } from '../../operations/index.ts';
import type { Operation } from '../../operations/operation.ts';
import { createLocalDiskStore } from '../../storage/local-disk.ts';
import { buildWorkflowBundle, workflowBundlePath } from '../../workflows/bundle.ts';
import { standingIds } from '../../workflows/names.ts';
import type { CrashPoint } from '../crash-points.ts';

/** A row of `jobs`, as far as tests look at it. */
export interface JobRow {
  id: string;
  status: string;
  stage: string;
  credits_held: number;
  credits_charged: number;
  attempts: number;
  provider: string | null;
  engine: string | null;
  cached: boolean;
  data: Record<string, unknown> | null;
  error: { code: string } | null;
}

const ended = new Set(['succeeded', 'failed', 'canceled', 'expired']);

export type SagaRig = Awaited<ReturnType<typeof createSagaRig>>;

/** The workflow bundle that every worker of the suite runs, built once by whoever comes first. */
export async function ensureBundle(): Promise<void> {
  await buildWorkflowBundle(workflowBundlePath);
}

/**
 * One installation of its own on the suite's servers: its database, its files, its task queue, its organization with
 * 100 credits; workers are child processes, so that they can be killed.
 */
export async function createSagaRig(operations: readonly Operation[] = catalogue) {
  const db = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'atelier-saga-'));
  const taskQueue = `test-${randomUUID()}`;
  const address = required('ATELIER_TEST_TEMPORAL_ADDRESS');
  const namespace = required('ATELIER_TEST_TEMPORAL_NAMESPACE');
  const organizationId = await db.organization();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const store = createLocalDiskStore({ folder: join(folder, 'storage') });
  const temporal = createTemporalDoor({
    address,
    namespace,
    taskQueue,
    origin: 'http://localhost',
    log: { warn: () => undefined },
  });
  const principal = { organizationId, userId: null, role: 'owner', via: 'key' } as const;
  const workers = new Set<ChildProcess>();
  const changes = new EventTarget();
  const unlisten = await db.database.listen(
    'jobs',
    (payload) => changes.dispatchEvent(new Event(payload.split(' ')[0] ?? '')),
    () => undefined,
  );

  async function inTenant<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return await db.database.withOrganization(organizationId, (tx) => tx.query<Row>(sql, values));
  }

  async function grant(credits: number): Promise<void> {
    await db.database.query(
      `select * from grant_credits(organization_id => $1, key => $2, amount => $3, kind => 'promo', expires_at => null)`,
      [organizationId, uuidv7(), credits],
    );
  }

  async function row(jobId: string): Promise<JobRow> {
    const [found] = await inTenant<JobRow>('select * from jobs where id = $1', [jobId]);
    if (!found) throw new Error(`no job ${jobId}`);
    return found;
  }

  /** Resolves with the job once `wanted` holds; every change of the row is looked at. */
  async function until(jobId: string, wanted: (job: JobRow) => boolean): Promise<JobRow> {
    for (;;) {
      const changed = once(changes as unknown as import('node:events').EventEmitter, jobId);
      const job = await row(jobId);
      if (wanted(job)) return job;
      await changed;
    }
  }

  await grant(100);

  return {
    ...db,
    client,
    temporal,
    taskQueue,
    organizationId,
    principal,
    store,
    folder,
    inTenant,
    grant,
    row,
    until,
    ended: (jobId: string) => until(jobId, ({ status }) => ended.has(status)),
    createJob: createJobCommand({
      database: db.database,
      catalogue: operations,
      starter: temporal,
      cross: () => undefined,
    }),
    cancelJob: cancelJobCommand({ database: db.database, canceler: temporal }),

    async wallet(): Promise<{ posted: number; held: number }> {
      const [found] = await inTenant<{ posted: number; held: number }>(
        'select posted, held from balances',
      );
      return { posted: found?.posted ?? 0, held: found?.held ?? 0 };
    },

    /** Stores a picture as an upload would; answers its public id. */
    async addPicture(bytes: Buffer, size: { width: number; height: number }): Promise<string> {
      const id = uuidv7();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const key = `org/${organizationId}/uploads/${id}`;
      await store.put(key, bytes, { contentType: 'image/png' });
      const blob = { sha256, bytes: bytes.length, mime_type: 'image/png', key };
      const asset = { id, ...size, original: blob, canonical: blob, thumbnail: blob };
      await inTenant('select create_asset($1)', [JSON.stringify(asset)]);
      return publicId('ast', id);
    },

    /** Starts a worker and waits until it polls. `crashAt` has it kill itself at that point. */
    async startWorker(crashAt?: CrashPoint): Promise<ChildProcess> {
      const child = fork(new URL('crashing-worker.ts', import.meta.url), {
        execArgv: [],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          LOG_LEVEL: 'warn',
          DATABASE_URL: db.appUrl,
          TEMPORAL_ADDRESS: address,
          TEMPORAL_NAMESPACE: namespace,
          TEMPORAL_TASK_QUEUE: taskQueue,
          STORAGE_FOLDER: join(folder, 'storage'),
          SCRATCH_FOLDER: join(folder, 'scratch'),
          ...(crashAt && { CRASH_AT: crashAt }),
        },
      });
      workers.add(child);
      child.once('exit', () => workers.delete(child));
      await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(([code]) => {
          throw new Error(`the worker ended with ${String(code)} before it was ready`);
        }),
      ]);
      return child;
    },

    async close(): Promise<void> {
      for (const worker of workers) {
        const gone = once(worker, 'exit');
        worker.kill('SIGKILL');
        await gone;
      }
      const ids = standingIds(taskQueue);
      await client.schedule.getHandle(ids.reconcile).delete().catch(ignore);
      await client.workflow.getHandle(ids.dispatch).terminate().catch(ignore);
      await unlisten();
      await temporal.close();
      await connection.close();
      await rm(folder, { recursive: true, force: true });
      await db.close();
    },
  };
}

/** Waits until a child process is gone; answers the signal that ended it. */
export async function gone(child: ChildProcess): Promise<NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode;
}

function ignore(): void {
  // It was never made, or is gone already.
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests through jest's global set-up`);
  return value;
}
