import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentOf } from './environments.ts';
import type { ProcessSpec } from './supervise.ts';

/** What the rooms of outside servers answer: how to run one. */
interface Program {
  command: string;
  args: string[];
  options: { cwd: string; uid?: number; gid?: number };
  stopSignal: NodeJS.Signals;
  answers: () => Promise<boolean>;
}

const logBytesMax = 20 * 1024 * 1024;
// Our own, then Temporal, then PostgreSQL: together they stay below the 15 s that a stop may take.
export const drainGraceMs = 6_000;
const serverGraceMs = 4_000;

/** An outside server (PostgreSQL, Temporal), writing to a log file. */
export function serverProcess(name: string, program: Program, logFile: string): ProcessSpec {
  return {
    name,
    launch: () =>
      withLog(logFile, (log) =>
        launch(program.command, program.args, {
          ...program.options,
          env: environmentOf('server', process.env),
          stdio: ['ignore', log, log],
        }),
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
  /** Put on the command line, so that an orphan of this data folder is recognised. */
  marker: string;
}

/** One of our own processes: says `{ type: 'ready' }` when it serves, and ends when the channel to us closes. */
export function nodeProcess({
  name,
  module,
  environment,
  logFile,
  marker,
}: NodeProcessOptions): ProcessSpec {
  const ready = new WeakSet<ChildProcess>();
  return {
    name,
    launch: () =>
      withLog(logFile, (log) => {
        const child = launch(process.execPath, [fileURLToPath(module), marker], {
          env: environment,
          stdio: ['ignore', log, log, 'ipc'],
        });
        child.on('message', (message) => {
          if (typeof message === 'object' && 'type' in message && message.type === 'ready')
            ready.add(child);
        });
        return child;
      }),
    answers: (child) => Promise.resolve(ready.has(child)),
    stopSignal: 'SIGTERM',
    stopGraceMs: drainGraceMs,
    lastWords: () => lastLines(logFile),
  };
}

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

function withLog(file: string, use: (log: number) => ChildProcess): ChildProcess {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax)
    renameSync(file, `${file}.1`);
  const log = openSync(file, 'a', 0o600);
  try {
    return use(log);
  } finally {
    closeSync(log);
  }
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
}
