import { mkdir, readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { TestBody } from '../testing/http-client.ts';
import { requestsIn } from '../testing/requests.ts';
import { createTestApi, type TestApi, type TestCustomer } from '../testing/test-api.ts';
import { whenRemembered } from '../testing/when-remembered.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));

let api: TestApi;
let owner: TestCustomer;
let asset: TestBody;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  owner = await api.customer(100);
  asset = (await api.upload(owner, await sharp(photo).resize(90).png().toBuffer())).json;
});

const { removal, post, get } = requestsIn(() => ({ api, owner, asset }));
const remove = (id = asset.id, by = owner) =>
  api.call('DELETE', `/v1/assets/${id}`, { key: by.key });
const codeOf = async (answer: ReturnType<typeof remove>) => {
  const { status, json } = await answer;
  return [status, json.code];
};

/** What a worker does for a job: it delivers these bytes, which lie in the store already. */
async function settle(jobId: string, like: TestBody): Promise<void> {
  const { database } = api.db;
  const call = <Answer>(sql: string, ...values: unknown[]) =>
    database.callAs<Answer>(owner.organizationId, sql, [api.uuidOf('job', jobId), ...values]);
  await call('reserve_job($2, $3)', 'run');
  const { id: attempt } = await call<{ id: string }>('begin_attempt($2, $3, $4)', 'run', 0);
  const files = await database.withOrganization(owner.organizationId, (tx) =>
    tx.query<{ sha256: string; key: string }>('select sha256, key, bytes, mime_type from blobs'),
  );
  const canonical = files.find(({ sha256 }) => sha256 === like.sha256);
  const thumbnail = {
    ...canonical,
    sha256: `small ${like.sha256}`,
    key: `${canonical?.key}-small`,
  };
  const image = { role: 'result', width: 1, height: 1, canonical, thumbnail };
  const delivery = { engine: 'e', engine_version: '1', data: {}, images: [image] };
  await database.callAs(owner.organizationId, 'deliver_attempt($2, $3, $4)', [
    attempt,
    'run',
    JSON.stringify(delivery),
  ]);
  await call('settle_job($2, $3, $4)', 'run', attempt);
}

describe('a picture that its owner deletes', () => {
  test('is gone, with its files and its addresses, and its weight is free again', async () => {
    const stranger = await api.customer();
    const others = await api.storedObjects();
    const extra = (await api.upload(owner, await sharp(photo).resize(91).png().toBuffer())).json;
    expect(await api.storedObjects()).not.toEqual(others);
    const answer = await remove(extra.id);
    expect([answer.status, answer.bytes.length]).toEqual([204, 0]);
    expect(await api.storedObjects()).toEqual(others);
    for (const path of ['', '/content', '/thumbnail']) {
      expect((await get(`/v1/assets/${extra.id}${path}`)).status).toBe(404);
    }
    expect((await api.call('GET', extra.url)).status).toBe(404);
    expect(await codeOf(remove(extra.id))).toEqual([404, 'not_found']);
    expect(await codeOf(remove(asset.id, stranger))).toEqual([404, 'not_found']);
    expect((await get(`/v1/assets/${asset.id}`)).status).toBe(200);
  });

  test('leaves an equal upload its files', async () => {
    const twin = (await api.upload(owner, await sharp(photo).resize(90).png().toBuffer())).json;
    expect((await remove(asset.id)).status).toBe(204);
    expect((await get(`/v1/assets/${twin.id}/content`)).bytes.length).toBe(twin.bytes);
    expect((await remove(twin.id)).status).toBe(204);
  });

  test('stays while a job needs it, and goes once the job has ended', async () => {
    const { id } = (await post(removal())).json;
    expect(await codeOf(remove())).toEqual([409, 'asset_in_use']);
    expect((await get(`/v1/assets/${asset.id}/content`)).status).toBe(200);
    await api.call('POST', `/v1/jobs/${id}/cancel`, { key: owner.key });
    expect((await remove()).status).toBe(204);
  });

  test('cannot be the source of another job', async () => {
    await remove();
    expect(await codeOf(post(removal()))).toEqual([404, 'not_found']);
  });

  test('is shown no longer by the job that made it, and is computed anew when it is asked for', async () => {
    const { id } = (await post(removal())).json;
    await settle(id, asset);
    const shown = await whenRemembered(api, `/v1/jobs/${id}`, owner);
    const [result] = outputs(shown.json);
    const etag = shown.headers.get('etag') ?? '';
    expect((await remove(result?.id)).status).toBe(204);
    let now = await get(`/v1/jobs/${id}`, { 'if-none-match': etag });
    while (now.status === 304) now = await get(`/v1/jobs/${id}`, { 'if-none-match': etag });
    expect([now.json.status, outputs(now.json)]).toEqual(['succeeded', []]);

    const again = (await post(removal())).json;
    await settle(again.id, asset);
    expect(again.id).not.toBe(id);
    expect((await get(`/v1/jobs/${again.id}`)).json).toMatchObject({ cached: false });
  });

  test('is gone although the store cannot delete its files just then', async () => {
    const files = await api.storedObjects();
    const own = files.find((path) => path.includes(`objects/org/${owner.organizationId}`)) ?? '';
    await rm(own);
    await mkdir(own);
    expect((await remove()).status).toBe(204);
    expect((await get(`/v1/assets/${asset.id}`)).status).toBe(404);
    expect(api.logged.some(({ msg }) => String(msg).includes('stays behind'))).toBe(true);
  });
});

function outputs(job: TestBody): TestBody[] {
  return (job as unknown as { output: { assets: TestBody[] } }).output.assets;
}
