import { utimes } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import { ownerKey } from '../activities/housekeeping/own-store.ts';
import { uuidv7 } from '../db/uuidv7.ts';
import { previewKeyOf } from '../storage/preview-key.ts';
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
function run(workflow: 'audit' | 'verify' | 'sweep'): Promise<unknown> {
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
  for (const check of ['verify', 'audit'] as const) {
    await expect(run(check)).rejects.toMatchObject({
      cause: { cause: { type: 'ledger_drift', nonRetryable: true } },
    });
  }
  expect(rig.logs()).toContain('wallet posted');
  await plant(-7);
  await run('verify');
  await run('audit');
});

describe('a sweep refuses', () => {
  const orphans = async (count: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const key = `org/${rig.organizationId}/blobs/orphan/${index}-${uuidv7()}`;
        await rig.store.put(key, Buffer.from('x'), { contentType: 'image/png' });
        await utimes(join(rig.folder, 'storage', 'objects', key), weeksAgo, weeksAgo);
        return key;
      }),
    );
  const gone = async (keys: string[]): Promise<number> => {
    const found = await Promise.all(keys.map((key) => rig.store.head(key)));
    return found.filter((each) => each === null).length;
  };
  const type = (of: string) => ({ cause: { cause: { type: of, nonRetryable: true } } });

  test('a store that belongs to another database', async () => {
    const keys = await orphans(2);
    const own = await rig.store.get(ownerKey);
    const owner = own ? await buffer(own.body) : Buffer.from('');
    const put = (bytes: Buffer) =>
      rig.store.put(ownerKey, bytes, { contentType: 'application/json' });
    await put(Buffer.from(JSON.stringify({ database: uuidv7(), store: uuidv7() })));
    await expect(run('sweep')).rejects.toMatchObject(type('store_mismatch'));
    expect(await gone(keys)).toBe(0);
    await put(owner);
    await run('sweep');
    expect(await gone(keys)).toBe(2);
  });

  test('a store with files when its own database has none', async () => {
    const [key = ''] = await orphans(1);
    await rig.store.delete(ownerKey);
    const met = await rig.system.query<{ store_id: string }>('select store_id from installation');
    await rig.asAdmin('update installation set store_id = null');
    await expect(run('sweep')).rejects.toMatchObject(type('store_mismatch'));
    expect(await gone([key])).toBe(0);
    const store = met[0]?.store_id ?? '';
    await rig.asAdmin(`update installation set store_id = '${store}'`);
    const [row] = await rig.system.query<{ id: string }>('select id from installation');
    await rig.store.put(ownerKey, Buffer.from(JSON.stringify({ database: row?.id, store })), {
      contentType: 'application/json',
    });
    await run('sweep');
  });

  test('to delete more at once than a day can leave', async () => {
    const keys = await orphans(1_001);
    await expect(run('sweep')).rejects.toMatchObject(type('sweep_too_large'));
    expect(await gone(keys)).toBe(0);
    await rig.store.delete(keys[0] ?? '');
    await run('sweep');
    expect(await gone(keys)).toBe(1_001);
  });
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
  // A job that has ended leaves nothing for a sweep: what every job left would soon be too much for it.
  const left: string[] = [];
  for await (const key of rig.store.keysBefore(new Date(Date.now() + 60_000))) {
    if (key.includes('/staging/')) left.push(key);
  }
  expect(left.filter((key) => !blobs.some((blob) => blob.key === key))).toEqual([]);
  for (const { key } of blobs) {
    await utimes(join(rig.folder, 'storage', 'objects', key), weeksAgo, weeksAgo);
  }

  const shown = await Promise.all(
    blobs.map(({ key }) => put(previewKeyOf(key.slice(`org/${rig.organizationId}/`.length)))),
  );
  const ofNothing = await put(previewKeyOf('blobs/old/orphan'));
  const lately = await staged(jobId, 'of-a-job-that-may-be-reset');
  const young = await put('blobs/young/orphan', false);
  const orphan = await put('blobs/old/orphan');
  const forgotten = await staged(uuidv7(), 'of-no-job');
  await run('sweep');
  expect(await Promise.all(blobs.map(({ key }) => isThere(key)))).not.toContain(false);
  expect(await Promise.all([lately, young].map(isThere))).toEqual([true, true]);
  expect(await Promise.all(shown.map(isThere))).not.toContain(false);
  expect(await Promise.all([orphan, ofNothing, forgotten].map(isThere))).not.toContain(true);

  await rig.asAdmin(
    `update jobs set completed_at = now() - interval '9 days' where id = '${jobId}'`,
  );
  await run('sweep');
  expect(await isThere(lately)).toBe(false);
  expect(await Promise.all(blobs.map(({ key }) => isThere(key)))).not.toContain(false);
});
