import { spawn, type ChildProcess, type SpawnOptions, type StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serverEnvironment } from './environments.ts';
import { keepLog, type LogLimits } from './log-file.ts';
import type { ProcessSpec } from './supervise.ts';

/** What the rooms of outside servers answer: how to run one. */
interface Program {
  command: string;
  args: string[];
  options: { cwd: string; uid?: number; gid?: number };
  stopSignal: NodeJS.Signals;
  answers: () => Promise<boolean>;
}

// Our own, then Temporal, then PostgreSQL: together they stay below the 15 s that a stop may take.
export const drainGraceMs = 6_000;
const serverGraceMs = 4_000;

/** An outside server (PostgreSQL, Temporal), writing to a log file. */
export function serverProcess(name: string, program: Program, logFile: string): ProcessSpec {
  return {
    name,
    launch: () =>
      keepLog(
        launch(program.command, program.args, {
          ...program.options,
          env: serverEnvironment(),
          stdio: piped,
        }),
        logFile,
      ),
    answers: program.answers,
    stopSignal: program.stopSignal,
    stopGraceMs: serverGraceMs,
    lastWords: () => lastLines(logFile),
  };
}

export interface NodeProcessOptions {
  name: string;
  module: URL;
  environment: NodeJS.ProcessEnv;
  logFile: string;
  logLimits?: LogLimits;
  /** Put on the command line, so that an orphan of this data folder is recognised. */
  marker: string;
}

/** One of our own processes: says `{ type: 'ready' }` when it serves, and ends when the channel to us closes. */
export function nodeProcess({
  name,
  module,
  environment,
  logFile,
  logLimits,
  marker,
}: NodeProcessOptions): ProcessSpec {
  const ready = new WeakSet<ChildProcess>();
  return {
    name,
    launch: () => {
      const child = launch(process.execPath, [fileURLToPath(module), marker], {
        env: environment,
        stdio: [...piped, 'ipc'],
      });
      child.on('message', (message) => {
        if (typeof message === 'object' && 'type' in message && message.type === 'ready')
          ready.add(child);
      });
      return keepLog(child, logFile, logLimits);
    },
    answers: (child) => Promise.resolve(ready.has(child)),
    stopSignal: 'SIGTERM',
    stopGraceMs: drainGraceMs,
    lastWords: () => lastLines(logFile),
  };
}

const piped = ['ignore', 'pipe', 'pipe'] as const satisfies StdioOptions;

/** Whatever it writes is for its own account alone; a umask is a process's own, and we must not change ours on the way. */
const privately = ['-c', 'umask 077 && exec "$0" "$@"'];

/**
 * Starts a program as leader of its own group: Ctrl-C reaches the parent alone, which stops everything in order. One that
 * cannot be started shows as a child without a pid or with an exit code; its `error` event says nothing more.
 */
function launch(command: string, args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn('/bin/sh', [...privately, command, ...args], { ...options, detached: true });
  return child.on('error', () => undefined);
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
}
