import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { createSagaRig, type SagaRig } from '../../workflows/testing/saga-rig.ts';
import { watchResidentBytes } from '../../media/children/resident-memory.ts';
import {
  buryJpegHeader,
  flatPng,
  resizeAvifHeader,
  resizeJpegHeader,
  tinyPngHeader,
  tinyWebpHeader,
} from '../../media/testing/hostile-files.ts';
import { createHttpClient, type HttpClient, type TestAnswer } from '../testing/http-client.ts';

const megabyte = 1024 * 1024;
let rig: SagaRig;
let call: HttpClient;
let pid: number;

beforeAll(async () => {
  rig = await createSagaRig();
  const { origin, child } = await rig.startApi();
  call = createHttpClient(origin);
  pid = child.pid ?? 0;
});
afterAll(() => rig.close());

/** Twenty files, each of a few hundred kilobytes at most, that want gigabytes. */
async function bombs(): Promise<Buffer[]> {
  const small = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } });
  const jpeg = await small.clone().jpeg().toBuffer();
  const avif = await small.clone().avif().toBuffer();
  const kinds = [
    tinyPngHeader(),
    tinyWebpHeader(),
    flatPng(20_000, 13_000),
    // Only a child that decodes them can tell.
    buryJpegHeader(resizeJpegHeader(jpeg, 65_500, 65_500)),
    flatPng(7_000, 7_000, 6_900),
  ];
  const more = [...kinds.slice(0, 4), resizeAvifHeader(avif, 7_000, 7_000)];
  return [...kinds, ...more, ...kinds, ...more];
}

async function filesIn(folder: string): Promise<string[]> {
  return await readdir(join(rig.folder, folder)).catch(() => []);
}

async function healthMs(): Promise<number> {
  const began = performance.now();
  expect((await call('GET', '/healthz')).status).toBe(200);
  return performance.now() - began;
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}

test('twenty bombs uploaded at once are refused, while the API answers and hardly grows', async () => {
  const files = await bombs();
  const key = await rig.apiKey();
  const memory: number[] = [];
  const stopWatching = watchResidentBytes(pid, 10, (bytes) => memory.push(bytes));
  while (memory.length === 0) await healthMs();
  let underWay = files.length;
  const upload = async (file: Buffer): Promise<TestAnswer> => {
    const body = new FormData();
    body.set('file', new Blob([Buffer.from(file)]), 'picture.png');
    const answer = await call('POST', '/v1/assets', { key, body });
    underWay -= 1;
    return answer;
  };
  const answering = files.map(upload);
  const latencies: number[] = [];
  while (underWay > 0) latencies.push(await healthMs());
  const answers = await Promise.all(answering);
  stopWatching();

  for (const { status } of answers) expect([413, 415, 422]).toContain(status);
  expect(latencies.length).toBeGreaterThan(20);
  expect(percentile(latencies, 0.5)).toBeLessThan(50);
  expect(percentile(latencies, 0.95)).toBeLessThan(250);
  expect(Math.max(...memory) - (memory[0] ?? 0)).toBeLessThan(100 * megabyte);
  expect(await rig.inTenant('select id from assets union all select null from blobs')).toEqual([]);
  expect([await filesIn('storage'), await filesIn('scratch')]).toEqual([[], []]);
});
