import { mkdir, readFile } from 'node:fs/promises';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createProvideActivity } from '../../activities/jobs/provide.ts';
import { createLocalProvider } from '../../activities/providers/local.ts';
import type { Provider } from '../../activities/providers/provider.ts';
import { createSagaActivities } from '../../activities/jobs/saga.ts';
import { createDatabase } from '../../db/client.ts';
import { createChildPool } from '../../media/children/pool.ts';
import { localLink } from '../../operations/operation.ts';
import { createLocalDiskStore } from '../../storage/local-disk.ts';
import { lightTaskQueue } from '../../workflows/task-queues.ts';
import { createBenchActivities } from './activities.ts';

const engineRuns = 15;
const [appUrl = '', address = '', folder = '', bundle = '', picture = ''] = process.argv.slice(2);

/** The real engine's answer for the bench's picture, and how long it takes: the part that is left out of the race. */
async function runEngine() {
  const pool = createChildPool({ heavyMax: 2, sizeMax: 2, idleMs: 60_000 });
  const quiet = { info: ignore, warn: ignore, error: ignore };
  const engine = createLocalProvider({ pool, log: quiet });
  const outputFolder = `${folder}/out`;
  await mkdir(outputFolder, { recursive: true });
  const request = {
    link: localLink('kmeans-oklab', 0, 30_000),
    operation: 'extract-colors',
    input: { max_colors: 6, include_neutral: false },
    sourcePath: picture,
    outputFolder,
  };
  const times: number[] = [];
  let production;
  for (let run = 0; run < engineRuns; run += 1) {
    const began = performance.now();
    production = await engine.produce(request, {
      signal: new AbortController().signal,
      onProgress: ignore,
    });
    times.push(performance.now() - began);
  }
  await pool.close();
  if (!production) throw new Error('the engine answered nothing');
  return { production, engineMs: times.toSorted((a, b) => a - b)[engineRuns >> 1] ?? 0 };
}

function ignore(): void {
  // Nobody reads this worker's log.
}

await mkdir(`${folder}/scratch`, { recursive: true });
Runtime.install({ logger: new DefaultLogger('ERROR') });
const { production, engineMs } = await runEngine();
const provider: Provider = {
  name: 'local',
  hasRoom: () => true,
  produce: () => Promise.resolve(production),
};
const database = createDatabase({ url: appUrl, max: 10, applicationName: 'bench-worker' });
const store = createLocalDiskStore({ folder: `${folder}/storage` });
const log = { info: ignore, warn: ignore, error: ignore };
const saga = { database, store, log, cross: ignore };
const connection = await NativeConnection.connect({ address });
const taskQueue = 'bench';
const provide = createProvideActivity({ ...saga, provider, scratchFolder: `${folder}/scratch` });
const workers = await Promise.all([
  Worker.create({
    connection,
    namespace: 'atelier',
    taskQueue,
    workflowBundle: { code: await readFile(bundle, 'utf8') },
    maxCachedWorkflows: 500,
    maxConcurrentActivityTaskExecutions: 16,
    activities: {
      ...createBenchActivities(database, production.data),
      ...createSagaActivities(saga),
      ...provide,
    },
  }),
  Worker.create({
    connection,
    namespace: 'atelier',
    taskQueue: lightTaskQueue(taskQueue, 'local'),
    activities: provide,
  }),
]);
process.once('disconnect', () => process.exit(0));
process.send?.({ type: 'ready', engineMs });
await Promise.all(workers.map((worker) => worker.run()));
