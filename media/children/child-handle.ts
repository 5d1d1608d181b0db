import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { ChildFailure, type ChildFailureKind } from './child-failure.ts';
import type { TaskReply, TaskRequest } from './child-messages.ts';
import { watchResidentBytes } from './resident-memory.ts';

const memorySampleMs = 100;
const outputCharactersKept = 4_000;
/** Below the server that waits for it, so that pages are answered while a picture is computed. */
const niceness = 10;
/** All that a child learns of our environment: it handles hostile bytes and needs no secret. */
const environmentKept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH'];

/**
 * For glibc, which else keeps a heap for each thread and asks the kernel anew for every large piece: one heap, whose pages
 * stay up to 256 MB, since a network asks for the same dozens of megabytes in each layer; pixels of a large picture
 * (above 32 MB, as high as this may be set) still go back at once.
 */
const allocator = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: String(32 * 1024 * 1024),
  MALLOC_TRIM_THRESHOLD_: String(256 * 1024 * 1024),
};

interface ChildJob extends TaskRequest {
  readonly timeoutMs: number;
  readonly memoryBytesMax: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** One child process. It runs one job at a time and may be used again while `usable()`. */
export interface Child {
  run(job: ChildJob): Promise<unknown>;
  usable(): boolean;
  /** Ends the process; a job still running is rejected as aborted. */
  kill(): void;
  /** Resolves when the process is gone and its output was read. */
  readonly gone: Promise<void>;
}

/** Starts a child that waits for work. */
export function startChild(): Child {
  const child = fork(new URL('child-main.ts', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--expose-gc'],
    env: childEnvironment(),
  });
  lowerPriority(child);
  const lastOutput = captureOutput(child);
  const gone = Promise.withResolvers<undefined>();
  let running: { job: ChildJob; outcome: PromiseWithResolvers<unknown> } | null = null;
  let verdict: ChildFailure | null = null;
  let retired = false;

  const condemn = (kind: ChildFailureKind, message: string): void => {
    verdict ??= new ChildFailure(kind, message);
    retired = true;
    child.kill('SIGKILL');
  };
  const kill = (): void => {
    condemn('aborted', 'The job is no longer wanted');
  };
  const end = (reason: string, details: Record<string, unknown>): void => {
    retired = true;
    const crash = { ...details, output: lastOutput() };
    running?.outcome.reject(verdict ?? new ChildFailure('crashed', reason, { details: crash }));
    gone.resolve(undefined);
  };

  child.on('error', (error) => {
    const reason = `The child failed: ${error.message}`;
    if (child.pid === undefined) end(reason, {});
    else condemn('crashed', reason);
  });
  child.on('close', (exitCode, signal) => {
    end(`The child ended with ${signal ?? exitCode ?? 'nothing'}`, { exitCode, signal });
  });
  child.on('message', (reply: TaskReply) => {
    if (!running) return;
    const { job, outcome } = running;
    if (reply.type === 'progress') job.onProgress?.(reply.fraction);
    else if (reply.type === 'failed') outcome.reject(failureOf(reply));
    else {
      // A child that keeps half of its allowance after work would fail the next job for this one's sake.
      if (reply.residentBytes > job.memoryBytesMax / 2) kill();
      outcome.resolve(reply.output);
    }
  });

  return {
    usable: () => !retired && child.connected && child.exitCode === null && !child.signalCode,
    kill,
    gone: gone.promise,
    async run(job) {
      const outcome = Promise.withResolvers<unknown>();
      running = { job, outcome };
      const unguard = guard(child, job, condemn);
      try {
        child.send({ module: job.module, task: job.task, payload: job.payload });
        return await outcome.promise;
      } finally {
        unguard();
        running = null;
      }
    },
  };
}

/** Condemns the child when its job takes too long, too much memory, or is no longer wanted. */
function guard(
  child: ChildProcess,
  job: ChildJob,
  condemn: (kind: ChildFailureKind, message: string) => void,
): () => void {
  const timer = setTimeout(() => {
    condemn('timeout', `No answer within ${job.timeoutMs} ms`);
  }, job.timeoutMs);
  const unwatch = watchResidentBytes(child.pid ?? 0, memorySampleMs, (bytes) => {
    if (bytes > job.memoryBytesMax) {
      condemn('memory', `${bytes} bytes of memory are above the limit of ${job.memoryBytesMax}`);
    }
  });
  const abort = (): void => {
    condemn('aborted', 'The job is no longer wanted');
  };
  job.signal?.addEventListener('abort', abort, { once: true });
  return () => {
    clearTimeout(timer);
    unwatch();
    job.signal?.removeEventListener('abort', abort);
  };
}

function failureOf(reply: Extract<TaskReply, { type: 'failed' }>): ChildFailure {
  const { message, code, details = {}, stack } = reply;
  return new ChildFailure('task', message, { code, details, cause: stack });
}

/** Children's banners stay out of our logs; the last of them explain a crash. */
function captureOutput(child: ChildProcess): () => string {
  let kept = '';
  const keep = (chunk: Buffer): void => {
    kept = (kept + chunk.toString()).slice(-outputCharactersKept);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => kept;
}

function childEnvironment(): NodeJS.ProcessEnv {
  const kept = environmentKept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), ...allocator } as NodeJS.ProcessEnv;
}

function lowerPriority(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    setPriority(child.pid, niceness);
  } catch {
    // It has ended already: its exit tells why.
  }
}
