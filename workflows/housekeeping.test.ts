import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { uuidv7 } from '../db/uuidv7.ts';
import { standingId } from './standing.ts';

const weeksAgo = Date.now() / 1000 - 14 * 86_400;
let rig: SagaRig;

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig();
  await rig.startWorker();
});
afterAll(() => rig.close());

/** Runs one of the workflows that schedules run. */
function run(workflow: 'verify' | 'sweep'): Promise<unknown> {
  const { taskQueue } = rig;
  const workflowId = `${standingId(workflow, taskQueue)}.now`;
  return rig.client.workflow.execute(workflow, { taskQueue, workflowId, args: [] });
}

test('every worker sees to it that they are scheduled', async () => {
  const [verify, sweep] = [standingId('verify', rig.taskQueue), standingId('sweep', rig.taskQueue)];
  for (const id of [verify, sweep]) {
    const { action } = await rig.client.schedule.getHandle(id).describe();
    expect(action).toMatchObject({ workflowId: id, taskQueue: rig.taskQueue });
  }
});

test('verify is silent while the books agree, and fails for operators when they do not', async () => {
  await run('verify');
  const plant = (credits: number) =>
    rig.asAdmin(
      `update wallets set posted = posted + ${credits} where organization_id = '${rig.organizationId}'`,
    );
  await plant(7);
  await expect(run('verify')).rejects.toMatchObject({
    cause: { cause: { type: 'ledger_drift', nonRetryable: true } },
  });
  expect(rig.logs()).toContain('wallet posted');
  await plant(-7);
  await run('verify');
});

test('sweep deletes old files that nothing needs, and nothing else', async () => {
  const put = async (name: string, old = true): Promise<string> => {
    const key = `org/${rig.organizationId}/${name}`;
    await rig.store.put(key, Buffer.from(name), { contentType: 'image/png' });
    if (old) await utimes(join(rig.folder, 'storage', 'objects', key), weeksAgo, weeksAgo);
    return key;
  };
  const isThere = async (key: string): Promise<boolean> => (await rig.store.head(key)) !== null;
  const staged = (job: string, name: string) => put(`staging/${job}/${uuidv7()}/${name}`);

  // A result whose bytes lie under their staging key, and the upload that it was made from.
  const picture = await sharp({
    create: { width: 320, height: 240, channels: 3, background: '#c04020' },
  })
    .png()
    .toBuffer();
  const asset = await rig.addPicture(picture, { width: 320, height: 240 });
  const { jobId } = await rig.createJob({
    principal: rig.principal,
    operation: 'smart-crop',
    input: { asset, aspect_ratio: '1:1', focus: 'center' },
    idempotencyKey: null,
  });
  await rig.ended(jobId);
  const blobs = await rig.inTenant<{ key: string }>('select key from blobs');
  for (const { key } of blobs) {
    await utimes(join(rig.folder, 'storage', 'objects', key), weeksAgo, weeksAgo);
  }

  const lately = await staged(jobId, 'of-a-job-that-may-be-reset');
  const young = await put('blobs/young/orphan', false);
  const orphan = await put('blobs/old/orphan');
  const forgotten = await staged(uuidv7(), 'of-no-job');
  await run('sweep');
  expect(await Promise.all(blobs.map(({ key }) => isThere(key)))).not.toContain(false);
  expect(await Promise.all([lately, young].map(isThere))).toEqual([true, true]);
  expect(await Promise.all([orphan, forgotten].map(isThere))).toEqual([false, false]);

  await rig.asAdmin(
    `update jobs set completed_at = now() - interval '9 days' where id = '${jobId}'`,
  );
  await run('sweep');
  expect(await isThere(lately)).toBe(false);
  expect(await Promise.all(blobs.map(({ key }) => isThere(key)))).not.toContain(false);
});
