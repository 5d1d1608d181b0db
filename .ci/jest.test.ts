import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import config from '../jest.config.js';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-jest-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs one test file as the suite runs its own, without servers. */
function suite(body: string, ...args: string[]) {
  writeFileSync(join(folder, 'some.test.ts'), body);
  const own = {
    ...config,
    rootDir: folder,
    globalSetup: undefined,
    testSequencer: join(root, config.testSequencer),
    globalTeardown: join(root, config.globalTeardown),
    testEnvironment: join(root, config.testEnvironment),
    setupFilesAfterEnv: config.setupFilesAfterEnv.map((file) => join(root, file)),
    reporters: ['default', join(root, '.ci/jest-reporter.ts')],
    transform: {
      '\\.ts$': [require.resolve('@swc/jest'), config.transform['^.+\\.tsx?$'][1]],
    },
  };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      join(root, 'node_modules/jest/bin/jest.js'),
      `--config=${JSON.stringify(own)}`,
      ...args,
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  const lines = stdout.trimEnd().split('\n');
  return { status, lines, lastLine: lines.at(-1), stderr };
}

describe('the suite', () => {
  test('passes when every test has run and passed', () => {
    const { status, lastLine } = suite(`test('one', () => {}); test('two', () => {});`);
    expect({ status, lastLine }).toEqual({ status: 0, lastLine: '2 passed, 0 failed' });
  });

  test('fails for a skipped and for an unwritten test, and names them', () => {
    const { status, lastLine, stderr } = suite(
      `test('one', () => {}); test.skip('left out', () => {}); test.todo('not written');`,
    );
    expect({ status, lastLine }).toEqual({ status: 1, lastLine: '1 passed, 2 failed' });
    expect(stderr).toContain('skipped, counted as failed: some.test.ts: left out\n');
    expect(stderr).toContain('skipped, counted as failed: some.test.ts: not written\n');
  });

  test('passes when the tests asked for by name have passed', () => {
    const { status, lastLine } = suite(
      `test('one', () => {}); test('two', () => {});`,
      '--testNamePattern=one',
    );
    expect({ status, lastLine }).toEqual({ status: 0, lastLine: '1 passed, 0 failed' });
  });

  test('names its ten slowest files before the last line', () => {
    const names = Array.from({ length: 11 }, (_, n) => `many-${n}.test.ts`);
    for (const name of names)
      writeFileSync(join(folder, name), `test('one', () => new Promise(setImmediate));`);
    const { lines, lastLine } = suite(
      `test('one', () => new Promise((resolve) => setTimeout(resolve, 1_500)));`,
    );
    expect(lastLine).toBe('12 passed, 0 failed');
    const named = lines.slice(-12, -1);
    expect(named[0]).toBe('The slowest files:');
    expect(named[1]).toMatch(/^ +[1-9]\d*\.\d s {2}some\.test\.ts$/);
    const times = named.slice(1).map((line) => Number.parseFloat(line));
    expect(times).toEqual(times.toSorted((one, other) => other - one));
  });

  test.each(['beforeAll', 'beforeEach', 'afterEach', 'afterAll'])(
    'fails for an error that is logged in %s',
    (hook) => {
      const { status, stderr } = suite(
        `${hook}(() => console.error('the kettle is empty')); test('one', () => {});`,
      );
      expect(status).toBe(1);
      expect(stderr).toContain('unexpected console.error: the kettle is empty');
    },
  );

  test('looks at a global nearly as fast as at a variable of its own', () => {
    const own = Math;
    const timeOf = (loop: () => void) => {
      const times = [1, 2, 3, 4, 5].map(() => {
        const began = performance.now();
        loop();
        return performance.now() - began;
      });
      return Math.min(...times);
    };
    const ofOwn = timeOf(() => {
      for (let n = 0; n < 300_000; n += 1) own.floor(n);
    });
    const ofGlobal = timeOf(() => {
      for (let n = 0; n < 300_000; n += 1) Math.floor(n);
    });
    // Through jest's proxy it is some hundred times as long.
    expect(ofGlobal).toBeLessThan((ofOwn + 1) * 20);
  });
});
