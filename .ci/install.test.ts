import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

interface LockEntry {
  name?: string;
  version: string;
  optional?: boolean;
  dev?: boolean;
}

const foreignBinary = 'node_modules/onnxruntime-node/bin/napi-v6/elsewhere/x64/binding.node';
let clone: string;

/** A clone with an npm that notes what it was asked and "installs" what the lockfile says. */
beforeEach(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), 'atelier-install-')));
  for (const file of ['install.mjs', 'prune.mjs']) {
    write(`.ci/${file}`, '');
    copyFileSync(join(import.meta.dirname, file), join(clone, '.ci', file));
  }
  write(
    'bin/npm',
    `#!/bin/sh
PATH=/usr/bin:/bin
echo "$*" >> asked
mkdir -p node_modules ${dirname(foreignBinary)}
cp package-lock.json node_modules/.package-lock.json
mkdir -p node_modules/pg node_modules/jest
echo '{}' | tee node_modules/pg/package.json > node_modules/jest/package.json
echo binary > ${foreignBinary}
`,
  );
  chmodSync(join(clone, 'bin/npm'), 0o755);
});
afterEach(() => {
  rmSync(clone, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
}

function locks(wanted: Record<string, LockEntry>, found?: Record<string, LockEntry>): void {
  write('package-lock.json', JSON.stringify({ packages: { '': {}, ...wanted } }));
  if (!found) return;
  write('node_modules/.package-lock.json', JSON.stringify({ packages: found }));
  for (const path of Object.keys(found)) write(`${path}/package.json`, '{}');
}

/** Runs the installation; answers what npm was asked, if anything. */
function install(...args: string[]): { asked: string | null; status: number | null; out: string } {
  const { status, stdout } = spawnSync(process.execPath, ['.ci/install.mjs', ...args], {
    cwd: clone,
    encoding: 'utf8',
    env: { ...process.env, PATH: join(clone, 'bin'), npm_execpath: '' },
  });
  const asked = join(clone, 'asked');
  return { asked: existsSync(asked) ? readFileSync(asked, 'utf8') : null, status, out: stdout };
}

const pg = { 'node_modules/pg': { version: '8.23.1' } };
const jest = { 'node_modules/jest': { version: '30.5.2', dev: true } };

describe('the installation', () => {
  test('happens where nothing is installed, without what other platforms run, and only once', () => {
    locks(pg);
    expect(install()).toMatchObject({ status: 0, asked: expect.stringMatching(/^ci --no-audit/) });
    expect(existsSync(join(clone, foreignBinary))).toBe(false);
    rmSync(join(clone, 'asked'));
    expect(install()).toEqual({ status: 0, asked: null, out: '' });
  });

  test('removes what somebody\'s own "npm ci" has brought back', () => {
    locks(pg, pg);
    write(foreignBinary, 'binary');
    expect(install().asked).toBeNull();
    expect(existsSync(join(clone, foreignBinary))).toBe(false);
  });

  test.each<[string, Record<string, LockEntry>]>([
    ['of another version', { 'node_modules/pg': { version: '8.23.0' } }],
    [
      'another one under the same path',
      { 'node_modules/pg': { ...pg['node_modules/pg'], name: 'pq' } },
    ],
    ['missing', {}],
  ])('happens again when a package is %s', (_, found) => {
    locks(pg, found);
    expect(install().asked).toMatch(/^ci /);
  });

  test('happens again when a package is noted as installed and not there', () => {
    locks(pg, pg);
    rmSync(join(clone, 'node_modules/pg'), { recursive: true });
    expect(install().asked).toMatch(/^ci /);
  });

  test('is content without the optional packages of other platforms', () => {
    locks({ ...pg, 'node_modules/fsevents': { version: '2.3.3', optional: true } }, pg);
    expect(install().asked).toBeNull();
  });

  test('leaves out development tools when asked to, and does not miss them then', () => {
    locks({ ...pg, ...jest }, pg);
    expect(install('--omit=dev').asked).toBeNull();
    expect(install().asked).toMatch(/^ci --no-audit/);
    rmSync(join(clone, 'node_modules'), { recursive: true });
    expect(install('--omit=dev').asked).toMatch(/\nci --omit=dev --no-audit/);
  });
});
