import { join } from 'node:path';
import { usualOrFreePort } from '../start/processes/ports.ts';
import { serverProcess } from '../start/processes/process-kinds.ts';
import { supervise } from '../start/processes/supervise.ts';
import { findTemporal } from '../temporal-config/find-temporal.ts';
import { temporalServer } from '../temporal-config/server.ts';

/** A Temporal server of the bench's own, with the flags and the file database of `npm start`. */
export async function startBenchTemporal(
  folder: string,
): Promise<{ address: string; namespace: string; stop: () => Promise<void> }> {
  const namespace = 'atelier';
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const program = temporalServer({
    program: await findTemporal({ environment: process.env, say }),
    databaseFile: join(folder, 'temporal.db'),
    namespace,
    port: await usualOrFreePort(0),
    ui: null,
  });
  const service = serverProcess('temporal', program, join(folder, 'temporal.log'));
  const server = await supervise(service, { say, onRestarted: () => undefined });
  return { address: program.address, namespace, stop: () => server.stop() };
}
