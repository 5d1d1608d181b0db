import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Lets the SDK download the official CLI into `folder`, the way its test environment does it.
 * @returns the program's path
 * @throws Error with the SDK's reason, e.g. when the network does not lead to temporal.download
 */
export async function downloadServer(folder: string, version: string): Promise<string> {
  // Loaded only now: the test package brings the whole worker with it.
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  try {
    const environment = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir: folder, version } },
    });
    await environment.teardown();
  } catch (error) {
    throw new Error(`the SDK's download failed (${reasonOf(error)})`, { cause: error });
  }
  const [program] = await readdir(folder);
  if (!program) throw new Error("the SDK's download left no program");
  return join(folder, program);
}

/** The innermost cause only: the SDK's message repeats its URL at every level. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(': ').at(-1) ?? message;
}
