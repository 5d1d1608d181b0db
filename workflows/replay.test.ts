import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { buildWorkflowBundle } from './bundle.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
// Inside the tree, so that the copy finds the packages it imports.
const scratch = fileURLToPath(new URL(`../build/replay-${process.pid}/`, import.meta.url));

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: 'ERROR' } },
  });
  await mkdir(scratch, { recursive: true });
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Bundles the workflows as they are, or with one file changed. */
async function bundle(name: string, change: (source: string) => string = (source) => source) {
  const copy = `${scratch}${name}/workflows/`;
  await cp(here, copy, { recursive: true, filter: (path) => !/histories|\.test\.ts$/.test(path) });
  const file = `${copy}run-job.ts`;
  const source = await readFile(file, 'utf8');
  await writeFile(file, change(source));
  await buildWorkflowBundle(`${scratch}${name}.js`, `${copy}index.ts`);
  return { code: await readFile(`${scratch}${name}.js`, 'utf8') };
}

async function replayAll(workflowBundle: { code: string }): Promise<Map<string, unknown>> {
  const folder = new URL('histories/', import.meta.url);
  const failures = new Map<string, unknown>();
  for (const name of await readdir(folder)) {
    const history: unknown = JSON.parse(await readFile(new URL(name, folder), 'utf8'));
    await Worker.runReplayHistory({ workflowBundle }, history).catch((error: unknown) => {
      failures.set(name, error);
    });
  }
  return failures;
}

test('recorded histories of a succeeded, failed, canceled and fallen-back job still replay', async () => {
  expect([...(await replayAll(await bundle('as-it-is')))]).toEqual([]);
}, 60_000);

test('a workflow that settles before it provides is caught', async () => {
  const changed = await bundle('changed', (source) => {
    const swapped = source.replace(
      'const delivery = await firstThatDelivers(job);',
      `const early = await settle(job, { attemptId: '' });
      if (early.status !== 'running') return early;
      const delivery = await firstThatDelivers(job);`,
    );
    if (swapped === source)
      throw new Error('there is nothing to change: the workflow reads otherwise now');
    return swapped;
  });
  const failures = await replayAll(changed);
  expect(failures.get('succeeded.json')).toBeInstanceOf(DeterminismViolationError);
}, 60_000);
