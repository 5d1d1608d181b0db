import { mkdir, readFile } from 'node:fs/promises';
import { Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createDatabase } from '../db/client.ts';
import { type Env, readEnv } from '../env.ts';
import { createChildPool } from '../media/pool.ts';
import { createLocalDiskStore } from '../storage/local-disk.ts';
import { removeStale } from '../storage/stale-files.ts';
import { workflowBundlePath } from '../workflows/bundle.ts';
import { jobStart, providerTaskQueue, standingIds } from '../workflows/names.ts';
import type { JobInput } from '../workflows/plan.ts';
import type { Cross } from './crash-points.ts';
import { verifyWeights } from './engines/weights.ts';
import { createProvideActivity } from './provide.ts';
import { createLocalProvider } from './providers/local.ts';
import { createSagaActivities } from './saga.ts';
import { createSupervisionActivities } from './supervision.ts';

const needed = ['DATABASE_URL', 'TEMPORAL_ADDRESS'] as const;
type WorkerEnv = Env<(typeof needed)[number]>;

/** Engines that fill a core. */
const heavyMax = 2;

/** Runs everything Temporal hands to this installation until the process is asked to stop. */
export async function runWorker(env: WorkerEnv, cross: Cross): Promise<void> {
  const log = pino({
    level: env.LOG_LEVEL,
    base: { part: 'worker' },
    serializers: { error: pino.stdSerializers.err },
  });
  forwardSdkLogs(log);
  await verifyWeights();
  await mkdir(env.SCRATCH_FOLDER, { recursive: true });
  await removeStale(env.SCRATCH_FOLDER, 'attempt-');
  const connection = await NativeConnection.connect({ address: env.TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: env.TEMPORAL_NAMESPACE });
  const database = createDatabase({ url: env.DATABASE_URL, max: 8, applicationName: 'worker' });
  const store = createLocalDiskStore({ folder: env.STORAGE_FOLDER });
  const pool = createChildPool({ heavyMax, sizeMax: 4, idleMs: 60_000 });
  const taskQueue = env.TEMPORAL_TASK_QUEUE;
  const at = { taskQueue, origin: env.APP_ORIGIN };
  const startJob = async (job: JobInput): Promise<void> => {
    const { workflowType, ...options } = jobStart(job, at);
    await client.workflow.start(workflowType, options).catch((error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    });
  };
  const shared = {
    connection,
    namespace: env.TEMPORAL_NAMESPACE,
    shutdownGraceTime: '3s',
    shutdownForceTime: '5s',
    // A cancel reaches an activity with the answer to a heartbeat: it must not wait for most of the time-out.
    maxHeartbeatThrottleInterval: '1s',
  } as const;
  const provide = createProvideActivity({
    database,
    store,
    provider: createLocalProvider({ pool, log }),
    scratchFolder: env.SCRATCH_FOLDER,
    log,
    cross,
  });
  const sagaWorker = await Worker.create({
    ...shared,
    taskQueue,
    workflowBundle: { code: await readFile(workflowBundlePath, 'utf8') },
    maxCachedWorkflows: 500,
    maxConcurrentActivityTaskExecutions: 16,
    activities: {
      ...createSagaActivities({ database, store, log, cross }),
      ...createSupervisionActivities({ database, client, startJob, log }),
      // Quick work only: see linkTaskQueue.
      ...provide,
    },
  });
  const providerWorker = await Worker.create({
    ...shared,
    taskQueue: providerTaskQueue(taskQueue, 'local'),
    // One more than engines run at once: what waits longer waits in Temporal, by priority and in fairness.
    maxConcurrentActivityTaskExecutions: heavyMax + 1,
    activities: provide,
  });
  await startStandingWorkflows(client, taskQueue);
  const workers = [sagaWorker, providerWorker];
  process.once('disconnect', () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  process.send?.({ type: 'ready' });
  log.info({ taskQueue }, 'worker ready');
  try {
    await running;
  } finally {
    await pool.close();
    await connection.close();
    await database.close();
  }
}

/** The dispatcher and the reconciler live in Temporal: whoever starts first brings them to life. */
async function startStandingWorkflows(client: Client, taskQueue: string): Promise<void> {
  const ids = standingIds(taskQueue);
  await client.workflow.start('dispatch', {
    taskQueue,
    workflowId: ids.dispatch,
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await client.schedule
    .create({
      scheduleId: ids.reconcile,
      spec: { intervals: [{ every: '60s' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP },
      action: {
        type: 'startWorkflow',
        workflowType: 'reconcile',
        workflowId: ids.reconcile,
        taskQueue,
      },
    })
    .catch((error: unknown) => {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    });
}

function forwardSdkLogs(log: pino.Logger): void {
  const levels = {
    TRACE: 'trace',
    DEBUG: 'debug',
    INFO: 'info',
    WARN: 'warn',
    ERROR: 'error',
  } as const;
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
      log[levels[level]]({ ...meta }, message);
    }),
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
  });
}

if (import.meta.main) {
  const neverCrash: Cross = () => undefined;
  await runWorker(readEnv(process.env, needed), neverCrash);
  process.exit(0);
}
