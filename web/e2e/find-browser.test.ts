import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findBrowser, type FindBrowserOptions } from './find-browser.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-browser-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function program(...path: string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, 0o755);
  return file;
}

const unpacked: string[] = [];
beforeEach(() => {
  unpacked.length = 0;
});

/** On a machine that has nothing but what the test put into its folder. */
const find = (
  environment: FindBrowserOptions['environment'] = {},
  more: Partial<FindBrowserOptions> = {},
) =>
  findBrowser({
    environment: { XDG_CACHE_HOME: join(folder, 'cache'), ...environment },
    programs: [],
    async unpack(into) {
      unpacked.push(into);
      await writeFile(join(into, 'chromium'), '');
      await chmod(join(into, 'chromium'), 0o755);
    },
    ...more,
  });

describe('the browser of the tests', () => {
  test('is the one that CHROME_PATH names, before any other', async () => {
    await program('bin/chromium');
    const named = await program('mine/my-chrome');
    const found = await find({ CHROME_PATH: named, PATH: join(folder, 'bin') });
    expect(found).toEqual({ executablePath: named, environment: {} });
  });

  test('is none when CHROME_PATH names no program: nobody is given another one silently', async () => {
    const missing = join(folder, 'missing');
    await expect(find({ CHROME_PATH: missing })).rejects.toThrow(
      `CHROME_PATH names no program: ${missing}`,
    );
  });

  test.each(['chromium', 'chromium-browser', 'google-chrome'])(
    'is the %s on the PATH',
    async (name) => {
      const system = await program('bin', name);
      const PATH = ['', join(folder, 'nothing'), join(folder, 'bin')].join(':');
      expect(await find({ PATH })).toEqual({ executablePath: system, environment: {} });
      expect(unpacked).toEqual([]);
    },
  );

  test('is the one in its usual place when the PATH has none', async () => {
    const usual = await program('Chrome.app/Chrome');
    const found = await find({}, { programs: [join(folder, 'nothing'), usual] });
    expect(found.executablePath).toBe(usual);
  });

  test('is the one of the package where the system has none, unpacked once, with its libraries and fonts', async () => {
    const [first, second] = await Promise.all([find(), find()]);
    const third = await find();
    expect([second, third]).toEqual([first, first]);
    expect(unpacked.length).toBeLessThanOrEqual(2);
    expect(existsSync(first.executablePath)).toBe(true);
    const home = join(first.executablePath, '..');
    expect(first.environment).toEqual({
      LD_LIBRARY_PATH: join(home, 'al2023/lib'),
      FONTCONFIG_PATH: join(home, 'fonts'),
    });
    expect(await readdir(join(home, '..'))).toHaveLength(1);
  });

  test('that could not be unpacked leaves nothing, and is unpacked again', async () => {
    const broken = find({}, { unpack: () => Promise.reject(new Error('the disk is full')) });
    await expect(broken).rejects.toThrow('the disk is full');
    expect(await readdir(join(folder, 'cache/atelier/chromium'))).toEqual([]);
    await find();
    expect(unpacked).toHaveLength(1);
  });
});
