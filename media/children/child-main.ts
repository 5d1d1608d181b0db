/** Entry of a pool's child: runs what the parent asks for, and never outlives the parent. */
import { Worker } from 'node:worker_threads';
import type { TaskReply, TaskRequest } from './child-messages.ts';

type AnyTask = (payload: unknown, context: { progress(fraction: number): void }) => unknown;

process.on('disconnect', () => process.exit());
watchParent();
// The parent decides when a child ends: Ctrl-C in a terminal reaches the whole process group, and
// would otherwise kill the work that the parent is draining.
process.on('SIGINT', ignore);
process.on('SIGTERM', ignore);
process.on('message', (request: TaskRequest) => void answer(request));

/** From a thread of its own: a task that is stuck in native code never hears the disconnect. */
function watchParent(): void {
  const watch = `const { workerData } = require('node:worker_threads');
    setInterval(() => process.ppid === workerData || process.kill(process.pid, 'SIGKILL'), 1_000);`;
  new Worker(watch, { eval: true, workerData: process.ppid }).unref();
}

function ignore(): void {
  return;
}

async function answer(request: TaskRequest): Promise<void> {
  try {
    const task = await load(request);
    const output = await task(request.payload, {
      progress: (fraction) => {
        reply({ type: 'progress', fraction });
      },
    });
    reply({ type: 'done', output, residentBytes: process.memoryUsage.rss() });
  } catch (error) {
    reply(failure(error));
  }
  forgetPixels();
}

/** They lie outside the heap that decides when to collect: the next job would begin beside the last one's pictures. */
function forgetPixels(): void {
  globalThis.gc?.();
}

async function load({ module, task }: TaskRequest): Promise<AnyTask> {
  const exports = (await import(module)) as Record<string, unknown>;
  const exported = exports[task];
  if (typeof exported !== 'function') throw new Error(`${module} exports no task "${task}"`);
  return exported as AnyTask;
}

function failure(error: unknown): TaskReply {
  if (!(error instanceof Error)) return { type: 'failed', message: String(error) };
  const { message, stack, code, details } = error as Error & { code?: unknown; details?: unknown };
  return {
    type: 'failed',
    message,
    ...(stack === undefined ? {} : { stack }),
    ...(typeof code === 'string' ? { code } : {}),
    ...(isPlain(details) ? { details } : {}),
  };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function reply(message: TaskReply): void {
  process.send?.(message);
}
