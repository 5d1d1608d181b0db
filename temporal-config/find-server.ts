import { execFile, spawn } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { downloadServer } from './download-server.ts';

const run = promisify(execFile);

/** The CLI that temporal-config/server builds, and the oldest server inside a CLI that has all we switch on. */
export const cliVersion = 'v1.8.2';
const oldestServer = [1, 31] as const;
const scratchPrefix = 'new-';
const leftoverAfterMs = 24 * 60 * 60 * 1000;
const moduleFolder = fileURLToPath(new URL('./server/', import.meta.url));

export interface FindOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** Told of every step that takes long or is passed over, one line each. */
  say: (line: string) => void;
  /** Ends a build that is under way. */
  signal?: AbortSignal;
  download?: (folder: string, version: string) => Promise<string>;
  build?: (folder: string, signal?: AbortSignal) => Promise<string>;
}

/**
 * Finds the `temporal` program: on PATH, in the user's cache, by the SDK's download, by building it with Go; the last
 * two fill the cache.
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

  const cache = join(cacheFolder(environment), 'atelier/temporal', cliVersion);
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
  const { say, signal, download = downloadServer, build = buildWithGo } = options;
  const reasons: string[] = [];
  say(`temporal: downloading ${cliVersion}`);
  for (const way of [() => download(scratch, cliVersion), () => build(scratch, signal)]) {
    try {
      const made = await way();
      if (await serverVersion(made)) return made;
      reasons.push(`${made} does not run on this machine`);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
    if (reasons.length === 1)
      say(`temporal: ${reasons[0] ?? ''}; building it with go (about 4 minutes, once)`);
  }
  throw new Error(
    `no Temporal server: ${reasons.join('; ')}. Put the \`temporal\` program (https://docs.temporal.io/cli) on PATH, install Go 1.21 or newer, or set TEMPORAL_ADDRESS`,
  );
}

function cacheFolder(environment: FindOptions['environment']): string {
  const { XDG_CACHE_HOME: named = '', HOME: home = homedir() } = environment;
  // The XDG specification: unset, empty and relative all mean the default.
  return isAbsolute(named) ? named : join(home, '.cache');
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

async function buildWithGo(folder: string, signal?: AbortSignal): Promise<string> {
  const output = join(folder, 'temporal');
  await new Promise<void>((resolve, reject) => {
    const errors: Buffer[] = [];
    const go = spawn(
      'go',
      [
        'build',
        '-trimpath',
        '-ldflags',
        '-s -w',
        '-o',
        output,
        'github.com/temporalio/cli/cmd/temporal',
      ],
      {
        cwd: moduleFolder,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
        ...(signal && { signal }),
      },
    );
    go.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    go.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new Error('go is not installed') : error);
    });
    go.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`go build failed: ${lastLine(Buffer.concat(errors).toString())}`));
    });
  });
  return output;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
