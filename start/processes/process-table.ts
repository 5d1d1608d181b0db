import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * When a process was started, as text that only equality means something for; null when no such process lives.
 * With the pid it names a process for good: pids alone are used again.
 */
export function startTimeOf(pid: number): string | null {
  if (!existsSync('/proc/self/stat')) return ps('-o', 'lstart=', '-p', String(pid));
  const [state, ...fields] = statOf(pid);
  return state === 'Z' ? null : (fields[18] ?? null);
}

/**
 * Who launched us: parent and grandparent, because npm puts a shell in between on most systems. Without /proc the
 * parent alone.
 */
export function launchers(): string {
  const [, grandparent = ''] = statOf(process.ppid);
  return `${process.ppid} ${grandparent}`;
}

/** The fields of /proc/pid/stat from the state on: the name before it is in brackets and may hold anything. */
function statOf(pid: number): string[] {
  const stat = readOrNull(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
}

/** Processes of the program (a file's name) that carry exactly `argument` on their command line, this one excepted. */
export function processesRunning(program: string, argument: string): number[] {
  const found = existsSync('/proc/self/cmdline') ? heldInProc(argument) : heldInPs(argument);
  return found
    .filter(({ pid, command }) => pid !== process.pid && basename(command) === program)
    .map(({ pid }) => pid);
}

/**
 * Processes that this one started, directly or not, and that nobody supervises: those of its own group. What is
 * supervised leads another.
 */
export function ownHelpers(): number[] {
  const all = relations();
  const group = all.find(({ pid }) => pid === process.pid)?.group;
  const below = (above: number): number[] =>
    all
      .filter((each) => each.parent === above && each.group === group)
      .flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(process.pid);
}

interface Relations {
  pid: number;
  parent: number;
  group: number;
}

function relations(): Relations[] {
  const rows = existsSync('/proc/self/stat')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((name) => [name, ...statOf(Number(name)).slice(1, 3)])
    : (ps('-ax', '-o', 'pid=,ppid=,pgid=') ?? '').split('\n').map((row) => row.trim().split(/\s+/));
  return rows.map((row) => {
    const [pid = 0, parent = 0, group = 0] = row.map(Number);
    return { pid, parent, group };
  });
}

interface Holding {
  pid: number;
  command: string;
}

function heldInProc(argument: string): Holding[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const [command = '', ...args] = readOrNull(`/proc/${name}/cmdline`)?.split('\0') ?? [];
      return args.includes(argument) ? [{ pid: Number(name), command }] : [];
    });
}

function heldInPs(argument: string): Holding[] {
  const lines = ps('-axww', '-o', 'pid=,command=')?.split('\n') ?? [];
  return lines
    .filter((line) => `${line} `.includes(` ${argument} `))
    .map((line) => {
      const pid = Number.parseInt(line, 10);
      // Asked for by itself: on a command line nothing tells a space in a path from one between arguments.
      return { pid, command: ps('-o', 'comm=', '-p', String(pid)) ?? '' };
    });
}

/** Whether any of these is still there (a zombie is not). */
function anyAlive(pids: readonly number[]): boolean {
  return pids.some((pid) => startTimeOf(pid) !== null);
}

/**
 * Asks the processes to end and kills what has not after `graceMs`. Stopped (SIGSTOP) ones are woken first.
 * @throws Error when they belong to somebody else
 */
export async function endProcesses(
  pids: readonly number[],
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  for (const pid of pids) send(pid, signal);
  for (const pid of pids) send(pid, 'SIGCONT');
  const deadline = Date.now() + graceMs;
  while (anyAlive(pids) && Date.now() < deadline) await delay(50);
  for (const pid of pids) send(pid, 'SIGKILL');
  while (anyAlive(pids)) await delay(20);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function ps(...args: string[]): string | null {
  try {
    return execFileSync('ps', args, { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
