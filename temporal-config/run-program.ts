import { spawn } from 'node:child_process';

export interface RunOptions {
  /** What the program is called when it fails, for example `go build`. */
  name: string;
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** Called once the program runs, which it does not where it is not installed. */
  onStart?: () => void;
  signal?: AbortSignal | undefined;
}

/**
 * Runs a program of the user's machine to its end.
 * @throws Error with the last line of what it printed as errors, or saying that it is not installed
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  { name, cwd, env, onStart, signal }: RunOptions,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const errors: Buffer[] = [];
    const program = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
      ...(signal && { signal }),
    });
    program.on('spawn', () => {
      try {
        onStart?.();
      } catch (error) {
        // Whoever is told may throw to end it all; nobody would catch that out of an event.
        program.kill();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    program.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    program.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new Error(`${command} is not installed`) : error);
    });
    program.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${name} failed: ${lastLine(Buffer.concat(errors).toString())}`));
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
