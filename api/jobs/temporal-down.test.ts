import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { JobRow } from '../../workflows/testing/job-rows.ts';
import { createOwnTemporal, type OwnTemporal } from '../../workflows/testing/own-temporal.ts';
import { createSagaRig, ensureBundle, type SagaRig } from '../../workflows/testing/saga-rig.ts';
import { parseId, publicId } from '../../domain/ids.ts';
import { createHttpClient } from '../testing/http-client.ts';

let temporal: OwnTemporal;
let rig: SagaRig;
let later: string;
let post: (organization: string, prompt: string) => Promise<{ jobId: string; ms: number }>;

beforeAll(async () => {
  await ensureBundle();
  temporal = await createOwnTemporal();
  rig = await createSagaRig({ temporal });
  later = await rig.organization();
  await rig.grant(30, later);
  const { origin } = await rig.startApi();
  await rig.startWorker();
  const call = createHttpClient(origin);
  const keys = new Map([
    [rig.organizationId, await rig.apiKey()],
    [later, await rig.apiKey(later)],
  ]);
  post = async (organization, prompt) => {
    const began = performance.now();
    const { status, json } = await call('POST', '/v1/jobs', {
      key: keys.get(organization) ?? null,
      json: { operation: 'text-to-design', input: { prompt } },
    });
    expect(status).toBe(202);
    return { jobId: parseId('job', json.id) ?? '', ms: performance.now() - began };
  };
});
afterAll(async () => {
  await rig.close();
  await temporal.close();
});

/** When Temporal itself says that a job's workflow began. */
async function startTime(job: JobRow): Promise<number> {
  const handle = rig.client.workflow.getHandle(publicId('job', job.id));
  return (await handle.describe()).startTime.getTime();
}

test('twenty jobs accepted while Temporal is dead all run when it is back, no organization last', async () => {
  const before = await post(rig.organizationId, 'Before');
  expect(await rig.ended(before.jobId)).toMatchObject({ status: 'succeeded' });
  await temporal.kill();
  const organizations = Array.from({ length: 20 }, (_, n) => (n < 15 ? rig.organizationId : later));
  const waiting: { jobId: string; organization: string }[] = [];
  for (const organization of organizations) {
    const { jobId, ms } = await post(organization, `Poster ${waiting.length}`);
    expect(ms).toBeLessThan(2_500);
    expect(await rig.row(jobId, organization)).toMatchObject({ status: 'queued' });
    waiting.push({ jobId, organization });
  }
  // As if they had waited a while: the dispatcher leaves the youngest to the API.
  await rig.asAdmin(
    `update jobs set created_at = created_at - interval '1 minute' where status = 'queued'`,
  );
  await temporal.start();

  const jobs = await Promise.all(waiting.map((job) => rig.ended(job.jobId, job.organization)));
  expect(jobs.map(({ status }) => status)).toEqual(jobs.map(() => 'succeeded'));
  // Taking turns: whoever came later is not kept waiting for all that came first.
  const overtaken = jobs.slice(5, 15);
  const overtaking = jobs.slice(15);
  const handedOver = ({ dispatched_at: at }: JobRow) => Number(at);
  expect(Math.max(...overtaking.map(handedOver))).toBeLessThan(
    Math.min(...overtaken.map(handedOver)),
  );
  expect(Math.max(...(await Promise.all(overtaking.map(startTime))))).toBeLessThanOrEqual(
    Math.min(...(await Promise.all(overtaken.map(startTime)))),
  );
});
