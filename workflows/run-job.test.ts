import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import sharp from 'sharp';
import type { JobRow } from './testing/job-rows.ts';
import { recordHistory } from './testing/recorded-history.ts';
import { createSagaRig, ensureBundle, type SagaRig } from './testing/saga-rig.ts';
import type { Page } from '../api/http/page.ts';
import type { OperationResource } from '../api/operations/resource.ts';
import { createTestApi } from '../api/testing/test-api.ts';
import { publicId } from '../domain/ids.ts';
import { extractColors } from '../operations/extract-colors.ts';
import { catalogue } from '../operations/index.ts';
import { defineOperation, localLink } from '../operations/operation.ts';
import { smartCrop } from '../operations/smart-crop.ts';
import { upscale } from '../operations/upscale.ts';
import { fieldsOf, type InputSchema } from '../web/operations/form/schema.ts';
import { jobsOn } from './testing/jobs.ts';

/** A sixth operation: one file more and one line in the index, on an engine that is there. */
const dominantColors = defineOperation({
  ...extractColors,
  id: 'dominant-colors',
  prices: [{ credits: 3, when: {} }],
  links: () => [localLink('kmeans-oklab', 3, 30_000, 'quick')],
});

/** Operations whose first link is sure to fail: no engine answers within a millisecond. */
const hasty = defineOperation({
  ...upscale,
  id: 'hasty-upscale',
  links: () => [localLink('esrgan-slim', 4, 1), localLink('lanczos3', 2, 60_000)],
});
/** Promises to be quick, and is not: it works longer than a workflow task may. */
const slow = defineOperation({
  ...upscale,
  id: 'slow-upscale',
  links: () => [localLink('esrgan-slim', 2, 60_000, 'quick')],
});
const hopeless = defineOperation({
  ...smartCrop,
  id: 'hopeless-crop',
  links: () => [localLink('smartcrop', 1, 1), localLink('no-such-engine', 1, 60_000)],
});

const canary = 'canary-7f3e a lighthouse nobody may read about';
let rig: SagaRig;
let largeCup: string;
let posted: number;

beforeAll(async () => {
  await ensureBundle();
  rig = await createSagaRig({ operations: [...catalogue, dominantColors, hasty, slow, hopeless] });
  await rig.startWorker();
  ({ largeCup } = await cups());
});
beforeEach(async () => {
  ({ posted } = await rig.wallet());
});
afterAll(() => rig.close());

const { create, run, cup, cups, handleOf, closed } = jobsOn(() => rig);

async function historyOf(job: JobRow) {
  const handle = handleOf(job.id);
  await closed(job.id);
  return { handle, history: await handle.fetchHistory() };
}

async function record(name: string, job: JobRow): Promise<void> {
  await recordHistory(name, (await historyOf(job)).history);
}

test('delivers, charges, and takes at most 17 events', async () => {
  const job = await run('background-removal', { asset: await cup() });
  expect(job).toMatchObject({
    status: 'succeeded',
    credits_charged: 1,
    attempts: 1,
    provider: 'local',
    engine: 'u2netp',
  });
  expect(await rig.wallet()).toEqual({ posted: posted - 1, held: 0 });
  const { history, handle } = await historyOf(job);
  expect(history.events?.length).toBeLessThanOrEqual(17);
  const { staticSummary, typedSearchAttributes, type } = await handle.describe();
  expect(await staticSummary()).toBe(`background-removal · ${publicId('org', rig.organizationId)}`);
  const scheduled = history.events?.filter((event) => event.activityTaskScheduledEventAttributes);
  const summaries = scheduled?.map(({ userMetadata }) => userMetadata?.summary?.data?.toString());
  expect(summaries).toEqual(['"local · u2netp"']);
  expect(type).toBe('background-removal');
  const attributes = typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]);
  expect(Object.fromEntries(attributes)).toMatchObject({
    Operation: 'background-removal',
    Organization: publicId('org', rig.organizationId),
    Outcome: 'succeeded',
    Provider: 'local',
  });
  await record('succeeded', job);
});

test('lets the second link deliver when the first fails, and charges its price', async () => {
  const job = await run('hasty-upscale', { asset: await cup() });
  expect(job).toMatchObject({
    status: 'succeeded',
    engine: 'lanczos3',
    credits_charged: 2,
    attempts: 3,
  });
  const attempts = await rig.inTenant(
    'select link, state, failure_type from attempts where job_id = $1 order by link',
    [job.id],
  );
  // An engine that was stopped at its limit may have had a bad day: it is asked once more.
  expect(attempts).toEqual([
    { link: 0, state: 'failed', failure_type: 'deadline_exceeded' },
    { link: 0, state: 'failed', failure_type: 'deadline_exceeded' },
    { link: 1, state: 'delivered', failure_type: null },
  ]);
  expect(await rig.wallet()).toEqual({ posted: posted - 2, held: 0 });
  await record('second-link', job);
});

test('does quick work inside the first workflow task', async () => {
  let job = await run('extract-colors', { asset: await cup() });
  let { history } = await historyOf(job);
  const isOrdinary = () =>
    history.events?.some((event) => event.activityTaskScheduledEventAttributes);
  // A machine so busy that no place was free, or that it took longer than the first try may, is asked again.
  for (let tries = 1; isOrdinary() && tries < 5; tries += 1) {
    job = await run('extract-colors', { asset: await cup() });
    ({ history } = await historyOf(job));
  }
  expect(job).toMatchObject({ status: 'succeeded', attempts: 1, engine: 'kmeans-oklab' });
  expect(isOrdinary()).toBe(false);
  expect(history.events?.length).toBeLessThanOrEqual(12);
  await record('quick', job);
});

test('gives quick work that turns out slow the time it needs', async () => {
  const job = await run('slow-upscale', { asset: largeCup, scale: 4 });
  expect(job).toMatchObject({ status: 'succeeded', attempts: 1, credits_charged: 2 });
  const attempts = await rig.inTenant(
    'select ordinal, state from attempts where job_id = $1 order by ordinal',
    [job.id],
  );
  expect(attempts).toEqual([{ ordinal: 1, state: 'delivered' }]);
  expect(await rig.wallet()).toEqual({ posted: posted - 2, held: 0 });
});

test('gives everything back when no link delivers', async () => {
  const job = await run('hopeless-crop', { asset: await cup(), aspect_ratio: '1:1' });
  expect(job).toMatchObject({ status: 'failed', error: { code: 'engine_failed' } });
  expect(await rig.wallet()).toEqual({ posted, held: 0 });
  await record('failed', job);
});

test('asks nobody else when the picture has no subject', async () => {
  const blue = sharp({ create: { width: 320, height: 240, channels: 3, background: '#2040c0' } });
  const asset = await rig.addPicture(await blue.png().toBuffer(), { width: 320, height: 240 });
  const job = await run('background-removal', { asset });
  expect(job).toMatchObject({ status: 'failed', error: { code: 'no_subject' }, attempts: 1 });
  expect(await rig.wallet()).toEqual({ posted, held: 0 });
});

test('records a canceled job', async () => {
  const jobId = await create('upscale', { asset: largeCup });
  await rig.until(jobId, ({ stage }) => stage === 'working');
  await rig.cancelJob(rig.principal, jobId);
  const job = await rig.ended(jobId);
  expect(job).toMatchObject({ status: 'canceled', credits_charged: 0 });
  expect(await rig.wallet()).toEqual({ posted, held: 0 });
  await record('canceled', job);
});

test('lists, draws and runs an operation that was only added to the catalogue', async () => {
  const service = await createTestApi({ operations: [...catalogue, dominantColors] });
  const { key } = await service.customer();
  const { json } = await service.call('GET', '/v1/operations', { key });
  await service.close();
  const listed = (json as unknown as Page<OperationResource>).data.find(
    ({ id }) => id === 'dominant-colors',
  );
  expect(listed?.prices).toEqual([{ credits: 3, when: {} }]);
  const form = fieldsOf(listed?.input_schema as InputSchema, new Set());
  expect(form.map(({ name }) => name)).toEqual(['asset', 'max_colors', 'include_neutral']);
  const job = await run('dominant-colors', { asset: await cup() });
  expect(job).toMatchObject({ status: 'succeeded', credits_charged: 3, engine: 'kmeans-oklab' });
  expect(job.data).toHaveProperty('dominant_color');
});

test('keeps what customers write out of every history and log', async () => {
  const job = await run('text-to-design', { prompt: canary });
  expect(job).toMatchObject({ status: 'succeeded' });
  const { history } = await historyOf(job);
  const decoded = JSON.stringify(JSON.parse(historyToJSON(history)), (_key, value: unknown) =>
    typeof value === 'string' ? value + Buffer.from(value, 'base64').toString() : value,
  );
  expect(decoded).toContain(publicId('job', job.id));
  expect(decoded).not.toContain('canary');
  expect(rig.logs()).toContain(publicId('job', job.id));
  expect(rig.logs()).not.toContain('canary');
  expect(await run('hopeless-crop', { asset: await cup(), aspect_ratio: '4:3' })).toMatchObject({
    error: { code: 'engine_failed' },
  });
});
