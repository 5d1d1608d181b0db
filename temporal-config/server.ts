import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { isUsable, makeNamespace, searchAttributes, setUpNamespace } from './namespace.ts';

export interface TemporalOptions {
  /** The `temporal` program: `findTemporal` answers it. */
  program: string;
  databaseFile: string;
  namespace: string;
  port: number;
  /** Of its HTTP API and of its metrics, which the program always serves: any free ones unless given. */
  httpPort?: number | undefined;
  metricsPort?: number | undefined;
  /** null runs without the Web UI. */
  ui: { host: string; port: number } | null;
}

/** How to run the server: the caller starts, watches and stops the process. */
export interface TemporalProgram {
  command: string;
  args: string[];
  options: { cwd: string };
  stopSignal: 'SIGTERM';
  /** The argument that only a server of this database carries: an orphan is recognised by it. */
  marker: string;
  address: string;
  /** Whether it serves our namespace, with its retention and search attributes, now. */
  answers: () => Promise<boolean>;
}

/**
 * Measured (one 3-step job at a time: 250 ms to 38 ms; side by side: 21 to 42 jobs/s). Without the first, every task
 * waits for the next tick of 50 ms; without the pragmas, every write waits for the disk twice. `synchronous=1` under
 * WAL survives every kill of the process, not a power loss.
 */
const tuning = [
  ['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=2000'],
  ['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
  // Fairness keys do nothing without it.
  ['--dynamic-config-value', 'matching.enableFairness=true'],
  // Each partition of a queue is fair by itself only: new tasks go to one. What an older start left in others is still read.
  ['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
  ['--sqlite-pragma', 'journal_mode=WAL'],
  ['--sqlite-pragma', 'synchronous=1'],
].flat();

/**
 * The HTTP API takes what any page has a browser send: it refuses every host. It cannot be switched off: port 0 is one by
 * chance, and the start fails with -1.
 */
const closed = ['--dynamic-config-value', 'frontend.httpAllowedHosts=[]'];

/** Says how to run Temporal's development server on a database file, tuned. */
export function temporalServer(options: TemporalOptions): TemporalProgram {
  const { program, databaseFile, namespace, port, httpPort = 0, metricsPort = 0, ui } = options;
  const address = `127.0.0.1:${port}`;
  return {
    command: program,
    args: [
      ...['server', 'start-dev', '--db-filename', databaseFile, '--ip', '127.0.0.1'],
      ...['--http-port', String(httpPort), '--metrics-port', String(metricsPort)],
      ...['--port', String(port), '--namespace', namespace, '--log-level', 'warn'],
      ...(ui === null
        ? ['--headless']
        : ['--ui-ip', ui.host, '--ui-port', String(ui.port), '--ui-disable-news-fetch']),
      // Settings of the user's own CLI must not reach our server.
      ...['--disable-config-file', '--disable-config-env'],
      ...tuning,
      ...closed,
    ],
    options: { cwd: '/' },
    stopSignal: 'SIGTERM',
    marker: databaseFile,
    address,
    answers: async () => (await setUpTemporal(address, namespace)) === null,
  };
}

/**
 * Makes a Temporal that runs already ours to use: our namespace, its retention and search attributes, as far as we may.
 * Answers once workflows can run there.
 * @returns what could not be set up, though workflows can run, or null
 * @throws Error in one line, with the command that mends it, when they cannot within `patienceMs`
 */
export async function adoptTemporal(
  address: string,
  namespace: string,
  { signal, patienceMs = 30_000 }: { signal?: AbortSignal; patienceMs?: number } = {},
): Promise<string | null> {
  const connection = Connection.lazy({ address, connectTimeout: 2000 });
  const deadline = Date.now() + patienceMs;
  const within = <Result>(work: () => Promise<Result>): Promise<Result> =>
    connection.withDeadline(Date.now() + Math.min(5000, patienceMs), work);
  try {
    for (;;) {
      const trouble = await within(async () => {
        await makeNamespace(connection, namespace);
        await setUpNamespace(connection, namespace);
      }).then(() => null, messageOf);
      if (await within(() => isUsable(connection, namespace))) return trouble;
      if (Date.now() > deadline) throw new Error(adviceFor(address, namespace, trouble));
      await delay(250, undefined, { signal });
    }
  } finally {
    await connection.close();
  }
}

function adviceFor(address: string, namespace: string, trouble: string | null): string {
  const attributes = searchAttributes.map((name) => `--name ${name} --type Keyword`).join(' ');
  const at = `--address ${address} --namespace ${namespace}`;
  const command = `temporal operator namespace create ${at} --retention 7d; temporal operator search-attribute create ${at} ${attributes}`;
  return `Temporal at ${address} cannot be used (${trouble?.replace(/\s+/g, ' ') ?? 'it is not ready yet'}). Where it runs, set it up with: ${command}`;
}

/** Why it is not set up (yet), or null. */
async function setUpTemporal(address: string, namespace: string): Promise<string | null> {
  const connection = Connection.lazy({ address, connectTimeout: 2000 });
  try {
    await connection.withDeadline(Date.now() + 5000, () => setUpNamespace(connection, namespace));
    return null;
  } catch (error) {
    return messageOf(error);
  } finally {
    await connection.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
