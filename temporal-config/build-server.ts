import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.ts';

const moduleFolder = fileURLToPath(new URL('./server/', import.meta.url));
const cliPackage = 'github.com/temporalio/cli/cmd/temporal';

/**
 * Builds the CLI that `server/` pins into `folder`, with the Go of the machine.
 * @returns the program's path
 * @throws Error saying why not, e.g. that go is not installed
 */
export async function buildServer(
  folder: string,
  { onStart, signal }: { onStart: () => void; signal?: AbortSignal | undefined },
): Promise<string> {
  const output = join(folder, 'temporal');
  await runProgram('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', output, cliPackage], {
    name: 'go build',
    cwd: moduleFolder,
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
    onStart,
    signal,
  });
  return output;
}
