import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usualOrFreePort } from '../../start/processes/ports.ts';
import { placesOf, wipe } from '../../start/data/wipe.ts';

export interface RunningStudio {
  readonly baseUrl: string;
  readonly email: string;
  readonly password: string;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Starts the whole product as a person does, on data of its own; resolves when everything answers. */
export async function startStudio(): Promise<RunningStudio> {
  const data = await mkdtemp(join(tmpdir(), 'atelier-e2e-'));
  const child = spawn(process.execPath, ['start.ts'], {
    cwd: root,
    env: { ...process.env, PORT: String(await usualOrFreePort(0)), ATELIER_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stdout.on('data', (text) => said.push(String(text)));
  child.stderr.on('data', (text) => said.push(String(text)));
  const stop = async () => {
    await ended(child);
    const places = placesOf({ root: data, postgres: join(data, 'postgres') });
    for (const place of places) wipe(place, { keepFolder: false });
  };
  try {
    const demo = await facts(child, join(data, 'demo.json'));
    return { baseUrl: demo.url, email: demo.email, password: demo.password, stop };
  } catch (error) {
    await stop();
    throw new Error(`The studio did not start:\n${said.join('')}`, { cause: error });
  }
}

/** What `demo.json` says: written last, when everything answers. */
async function facts(
  child: ChildProcess,
  file: string,
): Promise<{ url: string; email: string; password: string }> {
  while (child.exitCode === null) {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Awaited<ReturnType<typeof facts>>;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`It exited with ${child.exitCode}`);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGTERM');
  });
}
