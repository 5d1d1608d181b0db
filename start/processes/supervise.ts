import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessSpec {
  /** One word for people: it stands in every line about this process. */
  name: string;
  /** Starts the process as leader of its own group; called again each time it has died. */
  launch: () => ChildProcess;
  /** Whether the process serves now; asked again and again until it does. */
  answers: (child: ChildProcess) => Promise<boolean>;
  stopSignal: NodeJS.Signals;
  /** How long it may take to end after the signal before it is killed. */
  stopGraceMs: number;
  /** The last lines of its log: the reason given when it does not start. */
  lastWords: () => string;
}

export interface Supervised {
  readonly name: string;
  pid: () => number;
  /** Ends it for good: signal, then kill. */
  stop: () => Promise<void>;
}

export interface Watch {
  say: (line: string) => void;
  /** A process that had died serves again, under another pid. */
  onRestarted: () => void;
  /** Gives up a first start that is under way. */
  signal?: AbortSignal;
}

const askEveryMs = 50;
const startMs = 60_000;
const pauseFirstMs = 200;
const pauseLongestMs = 10_000;
/** A process that lived so long is given the shortest pause again. */
const lastWordsMs = 500;
const steadyAfterMs = 30_000;

/**
 * Starts a process, waits until it serves, and from then on starts it again, after a growing pause, whenever it dies.
 * @throws Error with the process's last words when the first start fails; nothing is left running then
 */
export async function supervise(spec: ProcessSpec, watch: Watch): Promise<Supervised> {
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  let child = spec.launch();
  let bornAt = Date.now();
  const failure = await untilServing(spec, child, watch.signal ?? stopping.signal);
  if (failure !== null) {
    await end(spec, child);
    throw new Error(`${spec.name} did not start: ${failure}`);
  }

  async function keepAlive(): Promise<void> {
    for (let pauseMs = pauseFirstMs; ; pauseMs = Math.min(pauseMs * 2, pauseLongestMs)) {
      await ended(child);
      if (isStopping()) return;
      if (Date.now() - bornAt > steadyAfterMs) pauseMs = pauseFirstMs;
      watch.say(
        `${spec.name} ended (${howItEnded(child)}); starting it again in ${pauseMs / 1000} s`,
      );
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (isStopping()) return;
      child = spec.launch();
      bornAt = Date.now();
      const trouble = await untilServing(spec, child, stopping.signal);
      if (trouble === null) watch.onRestarted();
      else await end(spec, child);
    }
  }

  const keeper = keepAlive();
  return {
    name: spec.name,
    pid: () => child.pid ?? 0,
    stop: async () => {
      stopping.abort();
      await end(spec, child);
      await keeper;
    },
  };
}

/** null once the process serves, else why it never will. */
async function untilServing(
  spec: ProcessSpec,
  child: ChildProcess,
  stop: AbortSignal,
): Promise<string | null> {
  const deadline = Date.now() + startMs;
  // An answer may be seconds away: neither a dead process nor a stop waits for it.
  const over = Promise.race([ended(child), aborted(stop)]);
  for (;;) {
    if (hasEnded(child)) {
      await ended(child);
      return spec.lastWords() || howItEnded(child);
    }
    if (stop.aborted) return 'it was stopped';
    if (await Promise.race([spec.answers(child), over])) return null;
    if (Date.now() > deadline) return `no answer within ${startMs / 1000} s`;
    await Promise.race([delay(askEveryMs), over]);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

async function end(spec: ProcessSpec, child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill(spec.stopSignal);
  // A stopped process gets its signals only when it is woken.
  child.kill('SIGCONT');
  const killer = setTimeout(() => {
    killGroup(child);
  }, spec.stopGraceMs);
  await ended(child);
  clearTimeout(killer);
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Resolves once it is gone and what it had said is with us. */
async function ended(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) await once(child, 'exit');
  const patience = new AbortController();
  const { signal } = patience;
  // Not for ever: a child of its own may still hold the other end.
  const late = delay(lastWordsMs, undefined, { signal }).catch(() => undefined);
  await Promise.race([Promise.all([drained(child.stdout), drained(child.stderr)]), late]);
  patience.abort();
}

async function drained(stream: Readable | null): Promise<void> {
  if (stream && !stream.closed) await once(stream, 'close');
}

function howItEnded(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`;
}
