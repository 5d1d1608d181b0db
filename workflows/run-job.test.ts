import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSagaRig, ensureBundle, type SagaRig } from '../activities/testing/saga-rig.ts';
import { publicId } from '../db/ids.ts';

let rig: SagaRig;
let cup: string;
beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
  const bytes = await readFile(new URL('../media/fixtures/photos/coffee.png', import.meta.url));
  cup = await rig.addPicture(bytes, { width: 600, height: 400 });
  await rig.startWorker();
});
afterAll(() => rig.close());

test('delivers, charges one credit, and takes at most 17 events', async () => {
  const { jobId } = await rig.createJob({
    principal: rig.principal,
    operation: 'background-removal',
    input: { asset: cup },
    idempotencyKey: null,
  });
  expect(await rig.ended(jobId)).toMatchObject({
    status: 'succeeded',
    credits_charged: 1,
    attempts: 1,
  });
  expect(await rig.wallet()).toEqual({ posted: 99, held: 0 });
  const handle = rig.client.workflow.getHandle(publicId('job', jobId));
  await handle.result();
  const { events } = await handle.fetchHistory();
  expect(events?.length).toBeLessThanOrEqual(17);
});
