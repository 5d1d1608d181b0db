import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordHistory } from './testing/recorded-history.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { createJobCommand } from '../api/jobs/commands/create-job.ts';
import { catalogue } from '../operations/index.ts';
import { standingId } from './standing.ts';

let rig: SagaRig;

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
  await rig.startWorker();
});
afterAll(() => rig.close());

/** A job of a minute ago that Temporal was never told of. */
async function forgottenJob(prompt: string): Promise<string> {
  const create = createJobCommand({
    database: rig.database,
    catalogue,
    starter: { start: () => Promise.resolve(null) },
    cross: () => undefined,
    log: { info: () => undefined },
  });
  const { jobId } = await create({
    principal: rig.principal,
    operation: 'text-to-design',
    input: { prompt },
    idempotencyKey: null,
  });
  await rig.asAdmin(
    `update jobs set created_at = created_at - interval '1 minute' where id = '${jobId}'`,
  );
  return jobId;
}

test('the dispatcher starts what the API could not, round after round', async () => {
  for (const prompt of ['A kite', 'A lighthouse']) {
    const job = await rig.ended(await forgottenJob(prompt));
    expect(job).toMatchObject({ status: 'succeeded', dispatched_at: expect.any(Date) as unknown });
  }
  const dispatcher = rig.client.workflow.getHandle(standingId('dispatch', rig.taskQueue));
  let history = await dispatcher.fetchHistory();
  // Between two rounds: a replay then sees nothing half done.
  while (!history.events?.at(-1)?.timerStartedEventAttributes) {
    history = await dispatcher.fetchHistory();
  }
  const rounds = history.events.filter((event) => event.timerFiredEventAttributes);
  expect(rounds.length).toBeGreaterThan(0);
  await recordHistory('dispatch', history);
});

test.each(['reconcile', 'verify', 'sweep'])('%s completes where all is well', async (workflow) => {
  const handle = await rig.client.workflow.start(workflow, {
    taskQueue: rig.taskQueue,
    workflowId: `${workflow}.${rig.taskQueue}.test`,
  });
  await expect(handle.result()).resolves.toBeUndefined();
  await recordHistory(workflow, await handle.fetchHistory());
});
