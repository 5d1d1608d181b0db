import { Connection } from '@temporalio/client';
import { setUpNamespace } from './namespace.ts';

export interface TemporalOptions {
  /** The `temporal` program: `findTemporal` answers it. */
  program: string;
  databaseFile: string;
  namespace: string;
  port: number;
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
  const { program, databaseFile, namespace, port, ui } = options;
  const address = `127.0.0.1:${port}`;
  return {
    command: program,
    args: [
      ...['server', 'start-dev', '--db-filename', databaseFile, '--ip', '127.0.0.1'],
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
 * Sets up our namespace on a Temporal that runs already. The namespace itself is its administrator's to make.
 * @returns why it could not be done (jobs wait until it is), or null
 */
export async function setUpTemporal(address: string, namespace: string): Promise<string | null> {
  const connection = Connection.lazy({ address, connectTimeout: 2000 });
  try {
    await connection.withDeadline(Date.now() + 5000, () => setUpNamespace(connection, namespace));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await connection.close();
  }
}
