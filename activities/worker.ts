import { mkdir, readFile } from 'node:fs/promises';
import { heartbeat } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createDatabase } from '../db/client.ts';
import { type Env, readEnv } from '../env.ts';
import { createChildPool } from '../media/children/pool.ts';
import { createLocalDiskStore } from '../storage/local-disk.ts';
import { removeStale } from '../storage/stale-files.ts';
import { workflowBundlePath } from '../workflows/bundle.ts';
import { jobStart } from '../workflows/job-start.ts';
import { retired, standing, standingId } from '../workflows/standing.ts';
import { lightTaskQueue, providerTaskQueue } from '../workflows/task-queues.ts';
import type { JobInput } from '../domain/plan.ts';
import type { Cross } from './jobs/crash-points.ts';
import { verifyWeights } from './engines/weights.ts';
import { createLedgerActivities } from './credits/verify-ledger.ts';
import { claimStore } from './housekeeping/own-store.ts';
import { forwardSdkLogs } from './sdk-logs.ts';
import { createSweepActivities } from './housekeeping/sweep-files.ts';
import type {
  CancelActivities,
  DispatchActivities,
  LedgerActivities,
  ProviderActivities,
  ReconcileActivities,
  SagaActivities,
  SweepActivities,
} from './index.ts';
import { createProvideActivity } from './jobs/provide.ts';
import { createLocalProvider } from './providers/local.ts';
import { createCancelActivities } from './jobs/cancel-this-run.ts';
import { createDispatchActivities } from './jobs/dispatch.ts';
import { createReconcileActivities } from './jobs/reconcile.ts';
import { createSagaActivities } from './jobs/saga.ts';
import { keepStanding } from './housekeeping/keep-standing.ts';

const needed = ['DATABASE_URL', 'TEMPORAL_ADDRESS'] as const;
type WorkerEnv = Env<(typeof needed)[number]>;

interface Parts {
  env: WorkerEnv;
  connection: NativeConnection;
  provide: ProviderActivities;
  /** Everything else that workflows call: short, on the saga's own queue. */
  steps: SagaActivities &
    CancelActivities &
    DispatchActivities &
    ReconcileActivities &
    LedgerActivities &
    SweepActivities;
}

/** Engines that fill a core, and others, at once. */
const heavyMax = 2;
const lightMax = 2;

/** Workflow tasks at once, with the quick work in them: enough to fill the cores, and whoever waits, waits in fairness. */
const workflowTasksMax = 8;

/** Between two looks at the standing workflows: what an operator ends is back well within a minute. */
const standingLookMs = 20_000;

/** Runs everything Temporal hands to this installation until the process is asked to stop. */
export async function runWorker(
  env: WorkerEnv,
  cross: Cross,
  lookMs = standingLookMs,
): Promise<void> {
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
  const pool = createChildPool({ heavyMax, sizeMax: heavyMax + lightMax, idleMs: 60_000 });
  await claimStore(database, store).catch(sayStrange(log));
  const taskQueue = env.TEMPORAL_TASK_QUEUE;
  const startJob = jobStarter(client, env);
  const workers = await createWorkers({
    env,
    connection,
    provide: createProvideActivity({
      database,
      store,
      provider: createLocalProvider({ pool, log }),
      scratchFolder: env.SCRATCH_FOLDER,
      log,
      cross,
    }),
    steps: {
      ...createSagaActivities({ database, store, log, cross }),
      ...createCancelActivities({ client }),
      ...createDispatchActivities({ database, client, startJob, log }),
      ...createReconcileActivities({ database, client, startJob, log }),
      ...createLedgerActivities({ database, log, beat }),
      ...createSweepActivities({ database, store, log }),
    },
  });
  const watch = await keepStanding({
    client,
    taskQueue,
    standing: standing.map((line) => ({ ...line, id: standingId(line.name, taskQueue) })),
    retired: retired.map((name) => standingId(name, taskQueue)),
    log,
    everyMs: lookMs,
  });
  process.once('disconnect', () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  process.send?.({ type: 'ready' });
  log.info({ taskQueue }, 'worker ready');
  try {
    await running;
  } finally {
    await watch.stop();
    await pool.close();
    await connection.close();
    await database.close();
  }
}

function beat(): void {
  heartbeat();
}

/** Jobs go on all the same: only the sweep keeps its hands off. */
function sayStrange(log: pino.Logger): (error: unknown) => void {
  return (error) => {
    log.error({ error }, 'the object store and the database do not belong together: no sweep');
  };
}

/** One worker for workflows, saga steps and quick engine work; one for heavy engine work, one for light. */
async function createWorkers({ env, connection, provide, steps }: Parts): Promise<Worker[]> {
  const taskQueue = env.TEMPORAL_TASK_QUEUE;
  const shared = {
    connection,
    namespace: env.TEMPORAL_NAMESPACE,
    shutdownGraceTime: '3s',
    shutdownForceTime: '5s',
    // A cancel reaches an activity with the answer to a heartbeat: it must not wait for most of the time-out.
    maxHeartbeatThrottleInterval: '1s',
  } as const;
  return await Promise.all([
    Worker.create({
      ...shared,
      taskQueue,
      workflowBundle: { code: await readFile(workflowBundlePath, 'utf8') },
      maxCachedWorkflows: 500,
      maxConcurrentWorkflowTaskExecutions: workflowTasksMax,
      maxConcurrentActivityTaskExecutions: 16,
      // Of jobs whose plans release 0.1.0 made: see linkTaskQueue.
      activities: { ...steps, ...provide },
    }),
    // As many as engines run at once: whoever waits, waits in Temporal, by priority and in fairness.
    Worker.create({
      ...shared,
      taskQueue: providerTaskQueue(taskQueue, 'local'),
      maxConcurrentActivityTaskExecutions: heavyMax,
      activities: provide,
    }),
    Worker.create({
      ...shared,
      taskQueue: lightTaskQueue(taskQueue, 'local'),
      maxConcurrentActivityTaskExecutions: lightMax,
      activities: provide,
    }),
  ]);
}

/** Starts a job's workflow; one that was started before, running or closed, is left as it is. */
function jobStarter(client: Client, env: WorkerEnv): (job: JobInput) => Promise<void> {
  const at = { taskQueue: env.TEMPORAL_TASK_QUEUE, origin: env.APP_ORIGIN };
  return async (job) => {
    const { workflowType, ...options } = jobStart(job, at);
    await client.workflow.start(workflowType, options).catch((error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    });
  };
}

if (import.meta.main) {
  const neverCrash: Cross = () => undefined;
  await runWorker(readEnv(process.env, needed), neverCrash);
  process.exit(0);
}
