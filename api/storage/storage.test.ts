import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { storageBytesMax } from '../../domain/limits.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestApi, type TestCustomer } from '../testing/test-api.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));
const picture = (width: number) => sharp(photo).resize(width).png().toBuffer();

let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  owner = await api.customer(100);
});

const { removal, post, get } = requestsIn(() => ({ api, owner }));
const used = async () => {
  const { json } = await get('/v1/storage');
  return (json as unknown as { used: number }).used;
};

/** A file as a multipart body that comes in two parts. */
function halves(file: Buffer): Buffer[] {
  const head = 'Content-Disposition: form-data; name="file"; filename="a"';
  const middle = file.length >> 1;
  return [
    Buffer.concat([Buffer.from(`--b\r\n${head}\r\n\r\n`), file.subarray(0, middle)]),
    Buffer.concat([file.subarray(middle), Buffer.from('\r\n--b--\r\n')]),
  ];
}

/** From now on the files may weigh no more than they do. */
async function fill(): Promise<number> {
  const limit = await used();
  await api.db.system.withOrganization(owner.organizationId, (tx) =>
    tx.query('update storage_use set quota_bytes = $1 where organization_id = $2', [
      limit,
      owner.organizationId,
    ]),
  );
  return limit;
}

describe('the storage of an organization', () => {
  test('weighs what its files weigh, equal ones once, and less after each delete', async () => {
    expect((await get('/v1/storage')).json).toEqual({ used: 0, limit: storageBytesMax });
    const first = (await api.upload(owner, await picture(90))).json;
    const weight = await used();
    expect(weight).toBeGreaterThan(first.bytes);
    expect((await get('/v1/storage')).json).toEqual({ used: weight, limit: storageBytesMax });
    const twin = (await api.upload(owner, await picture(90))).json;
    expect(await used()).toBe(weight);
    await api.call('DELETE', `/v1/assets/${first.id}`, { key: owner.key });
    expect(await used()).toBe(weight);
    await api.call('DELETE', `/v1/assets/${twin.id}`, { key: owner.key });
    expect(await used()).toBe(0);
  });

  test('takes no upload and no job once it is full, says so, and takes both after a delete', async () => {
    const asset = (await api.upload(owner, await picture(90))).json;
    const spare = (await api.upload(owner, await picture(91))).json;
    const limit = await fill();
    const files = await api.storedObjects();
    for (const answer of [
      await api.upload(owner, await picture(92)),
      await post(removal(asset.id)),
    ]) {
      expect(answer.status).toBe(429);
      expect(answer.json).toMatchObject({ code: 'quota_exceeded', limit, used: limit });
      expect(answer.json.detail).toContain('Delete pictures');
    }
    expect(await api.storedObjects()).toEqual(files);
    expect((await api.upload(await api.customer(), await picture(92))).status).toBe(201);

    await api.call('DELETE', `/v1/assets/${spare.id}`, { key: owner.key });
    expect((await api.upload(owner, await picture(92))).status).toBe(201);
    expect((await get('/v1/storage')).status).toBe(200);
  });

  test('takes a job after a delete, and leaves no file of an upload that came as it became full', async () => {
    const asset = (await api.upload(owner, await picture(90))).json;
    const spare = (await api.upload(owner, await picture(91))).json;
    const files = await api.storedObjects();
    const [begin, ...end] = halves(await picture(93));
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(begin);
        while ((await api.scratchFiles()).length === 0) await new Promise(setImmediate);
        await fill();
        for (const rest of end) controller.enqueue(rest);
        controller.close();
      },
    });
    const late = await fetch(new URL('/v1/assets', api.origin), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${owner.key}`,
        'content-type': 'multipart/form-data; boundary=b',
      },
      body,
      duplex: 'half',
    });
    expect(late.status).toBe(429);
    expect(await late.json()).toMatchObject({ code: 'quota_exceeded' });
    expect(await api.storedObjects()).toEqual(files);
    await api.call('DELETE', `/v1/assets/${spare.id}`, { key: owner.key });
    expect((await post(removal(asset.id))).status).toBe(202);
  });
});
