import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';

/** The child processes of one test file: started, read, killed. */
export interface Processes {
  /** Forks a composition root and waits until it says that it is ready. */
  start(module: URL, environment: Record<string, string>): Promise<ChildProcess>;
  /** What all of them have written so far. */
  logs(): string;
  /** Resolves once they have written a text so many times. */
  logged(text: string, times: number): Promise<void>;
  /** Kills whatever still runs. */
  close(): Promise<void>;
}

export function createProcesses(): Processes {
  const running = new Set<ChildProcess>();
  let written = '';
  const writing = new EventEmitter();
  const keep = (chunk: Buffer): void => {
    written += chunk.toString();
    writing.emit('more');
  };

  return {
    async start(module, environment) {
      const child = fork(module, {
        execArgv: [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...process.env, NODE_OPTIONS: '', ...environment },
      });
      child.stdout?.on('data', keep);
      child.stderr?.on('data', keep);
      running.add(child);
      child.once('exit', () => running.delete(child));
      await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(([code]) => {
          throw new Error(`a child ended with ${String(code)} before it was ready: ${written}`);
        }),
      ]);
      return child;
    },
    logs: () => written,
    async logged(text, times) {
      while (written.split(text).length <= times) await once(writing, 'more');
    },
    async close() {
      await Promise.all(
        [...running].map(async (child) => {
          child.kill('SIGKILL');
          await gone(child);
        }),
      );
    },
  };
}

/** Waits until a child process is gone; answers the signal that ended it. */
export async function gone(child: ChildProcess): Promise<NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode;
}
