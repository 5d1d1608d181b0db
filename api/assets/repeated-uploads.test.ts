import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createTestApi, type TestApi, type TestCustomer } from '../testing/test-api.ts';

const photo = await readFile(new URL('../../media/fixtures/photos/coffee.png', import.meta.url));
const small = await sharp(photo).resize(90).png().toBuffer();
const other = await sharp(photo).resize(91).png().toBuffer();

let api: TestApi;
let owner: TestCustomer;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  owner = await api.customer();
});

const upload = (file: Uint8Array, key: string, by = owner) => {
  const body = new FormData();
  body.set('file', new Blob([Buffer.from(file)]), 'picture.png');
  const headers = { 'idempotency-key': key };
  return api.call('POST', '/v1/assets', { key: by.key, body, headers });
};
const count = async () => {
  const [row] = await api.db.database.withOrganization(owner.organizationId, (tx) =>
    tx.query<{ count: number }>('select count(*) from assets'),
  );
  return row?.count;
};

test('the same file under the same key is the same asset, however it is wrapped', async () => {
  const first = await upload(small, 'a');
  const files = await api.storedObjects();
  const again = await upload(small, 'a');
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.json).toEqual(first.json);
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
  expect([await count(), await api.storedObjects()]).toEqual([1, files]);
});

test('is known before anything is decoded, as the same request and as another one', async () => {
  await upload(small, 'h');
  const before = api.decodes();
  expect((await upload(small, 'h')).headers.get('idempotency-replayed')).toBe('true');
  expect((await upload(other, 'h')).json.code).toBe('idempotency_key_reused');
  expect((await upload(Buffer.from('no picture'), 'h')).json.code).toBe('idempotency_key_reused');
  expect(api.decodes()).toBe(before);
  expect(await api.scratchFiles()).toEqual([]);
  await upload(small, 'i');
  expect(api.decodes()).toBe(before + 1);
});

test('sent side by side it is stored once', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => upload(small, 'b')));
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(await count()).toBe(1);
});

test('another file under the key is refused and leaves nothing behind', async () => {
  await upload(small, 'c');
  const files = await api.storedObjects();
  const answer = await upload(other, 'c');
  expect([answer.status, answer.json.code]).toEqual([422, 'idempotency_key_reused']);
  expect(await api.storedObjects()).toEqual(files);
});

test('another organization’s key of the same name is another key', async () => {
  const mine = await upload(small, 'd');
  const theirs = await upload(small, 'd', await api.customer());
  expect(theirs.json.id).not.toBe(mine.json.id);
});

test('is answered with its asset although the storage is full by now, and with 404 once that was deleted', async () => {
  const first = await upload(small, 'e');
  await api.db.system.withOrganization(owner.organizationId, (tx) =>
    tx.query('update storage_use set quota_bytes = 1 where organization_id = $1', [
      owner.organizationId,
    ]),
  );
  expect((await upload(small, 'e')).json).toEqual(first.json);
  expect((await upload(other, 'f')).json.code).toBe('quota_exceeded');
  await api.call('DELETE', `/v1/assets/${first.json.id}`, { key: owner.key });
  const gone = await upload(small, 'e');
  expect([gone.status, gone.json.code, await count()]).toEqual([404, 'not_found', 1]);
});

test('a refused upload gives its key back', async () => {
  expect((await upload(Buffer.from('no picture'), 'g')).status).toBe(415);
  expect((await upload(small, 'g')).status).toBe(201);
});
