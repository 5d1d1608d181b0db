import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

/** Where the bundle that workers run lies. */
export const workflowBundlePath = fileURLToPath(new URL('../build/workflows.js', import.meta.url));

/** Bundles the workflow code once, so that no worker pays for it at its start. Replaces the file atomically. */
export async function buildWorkflowBundle(
  outFile: string,
  workflowsPath = fileURLToPath(new URL('index.ts', import.meta.url)),
): Promise<void> {
  const quiet = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  await mkdir(dirname(outFile), { recursive: true });
  await writeFile(`${outFile}.new`, code);
  await rename(`${outFile}.new`, outFile);
}
