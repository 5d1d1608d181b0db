import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../temporal-config/cache-folder.ts';

const run = promisify(execFile);

/** Runs the packages' code with Python's `-c` or `-m`; what they leave behind falls into `folder`. */
export type Python = (
  args: readonly string[],
  options?: { folder?: string; timeoutMs?: number },
) => Promise<{ code: number; output: string }>;

/**
 * A Python that knows these packages of PyPI, installed once, for all clones, into a folder of their own in the user's
 * cache.
 * @param packages with their exact versions: `name==1.2.3`
 * @throws Error naming what cannot be had
 */
export async function pythonWith(...packages: readonly string[]): Promise<Python> {
  const { stdout } = await run('python3', [
    '-c',
    'import sys; print("%d.%d" % sys.version_info[:2])',
  ]).catch((error: unknown) => {
    throw new Error(`${packages.join(', ')} cannot be had: python3 is missing`, { cause: error });
  });
  const place = join(cacheFolder(process.env), 'python');
  const folder = join(place, `${stdout.trim()}-${packages.join('-')}`);
  if (!(await exists(folder))) await install(packages, place, folder);
  return async (args, { folder: cwd = place, timeoutMs = 120_000 } = {}) => {
    const environment = { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' };
    return run('python3', [...args], {
      cwd,
      env: environment,
      timeout: timeoutMs,
      maxBuffer: 64 * 1024 * 1024,
    }).then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      (error: unknown) => {
        const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
        return { code: typeof code === 'number' ? code : 1, output: stdout + stderr };
      },
    );
  };
}

async function install(packages: readonly string[], place: string, folder: string): Promise<void> {
  await mkdir(place, { recursive: true });
  const scratch = await mkdtemp(join(place, 'new-'));
  try {
    const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--target', scratch];
    await run('python3', ['-m', 'pip', 'install', ...options, ...packages]);
    // Of two that install at once, the first has it.
    await rename(scratch, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${packages.join(', ')} cannot be had: ${reason}`, { cause: error });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
