import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { buildWorkflowBundle } from './bundle.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const domain = fileURLToPath(new URL('../domain/', import.meta.url));
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

/** Bundles the workflows as they are, or with a piece of one file replaced. */
async function bundle(name: string, change?: { file: string; from: string; to: string }) {
  const copy = `${scratch}${name}/workflows/`;
  const filter = (path: string) => !/histories|\.test\.ts$/.test(path);
  await cp(here, copy, { recursive: true, filter });
  await cp(domain, `${scratch}${name}/domain/`, { recursive: true, filter });
  if (change) {
    const source = await readFile(copy + change.file, 'utf8');
    if (!source.includes(change.from))
      throw new Error('there is nothing to change: the workflow reads otherwise now');
    await writeFile(copy + change.file, source.replace(change.from, change.to));
  }
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

test('every recorded history, of jobs and of the standing workflows, still replays', async () => {
  expect([...(await replayAll(await bundle('as-it-is')))]).toEqual([]);
});

test.each([
  {
    name: 'settles before it provides',
    history: 'succeeded.json',
    file: 'run-job.ts',
    from: 'const delivery = await firstThatDelivers(job);',
    to: `const early = await settle(job, { attemptId: '' });
      if (early.status !== 'running') return early;
      const delivery = await firstThatDelivers(job);`,
  },
  {
    name: 'rests before it dispatches',
    history: 'dispatch.json',
    file: 'dispatch.ts',
    from: 'await dispatchQueued().catch(nextRoundTriesAgain);',
    to: 'await sleep(dispatchEvery); await dispatchQueued().catch(nextRoundTriesAgain);',
  },
])('a workflow that $name is caught', async ({ history, ...change }) => {
  const failures = await replayAll(await bundle(history, change));
  expect(failures.get(history)).toBeInstanceOf(DeterminismViolationError);
});
