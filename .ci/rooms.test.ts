import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'atelier-rooms-'));
  copyFileSync(join(root, 'tsconfig.json'), join(house, 'tsconfig.json'));
});
afterEach(() => {
  rmSync(house, { recursive: true });
});

/** The rules that a house with `from` importing `to` breaks. */
function brokenRules(from: string, to: string, statement: 'import' | 'import type'): string[] {
  const path = `${'../'.repeat(from.split('/').length - 1) || './'}${to}`;
  write(to, 'export const thing = 1;\nexport type Thing = number;\n');
  write(
    from,
    statement === 'import'
      ? `import { thing } from '${path}';\nexport const other = thing;\n`
      : `import type { Thing } from '${path}';\nexport const other: Thing = 1;\n`,
  );
  return violations();
}

function violations(): string[] {
  const { stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/.bin/depcruise'),
      '.',
      ...['--config', join(root, '.dependency-cruiser.js'), '--output-type', 'json'],
    ],
    { cwd: house, encoding: 'utf8' },
  );
  const result = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return result.summary.violations.map(({ rule }) => rule.name);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), text);
}

describe('the check of who may import whom', () => {
  test.each([
    ['operations/crop.ts', 'db/client.ts', 'operations-import-nothing'],
    ['db/client.ts', 'api/app.ts', 'db-and-storage-import-nothing-above'],
    ['storage/disk.ts', 'db/client.ts', 'db-and-storage-are-strangers'],
    ['db/client.ts', 'storage/disk.ts', 'db-does-not-know-storage'],
    ['media/intake.ts', 'activities/saga.ts', 'media-imports-storage-and-db'],
    ['activities/saga.ts', 'api/app.ts', 'activities-import-operations-db-storage-media'],
    ['workflows/run-job.ts', 'activities/saga.ts', 'workflows-import-types-only'],
    ['api/app.ts', 'workflows/run-job.ts', 'api-imports-workflow-types-and-names'],
    ['web/root.tsx', 'api/services.ts', 'web-imports-types-of-api-and-values-of-operations'],
    ['api/app.ts', 'simulators/vendor.ts', 'simulators-and-bench-are-leaves'],
    ['media/intake.ts', 'env.ts', 'only-roots-read-env'],
  ])('refuses that %s imports %s', (from, to, rule) => {
    expect(brokenRules(from, to, 'import')).toContain(rule);
  });

  test.each([
    ['web/root.tsx', 'api/services.ts', 'import type'],
    ['workflows/run-job.ts', 'activities/saga.ts', 'import type'],
    ['api/app.ts', 'workflows/names.ts', 'import'],
    ['api/server.ts', 'env.ts', 'import'],
    ['activities/saga.ts', 'media/pool.ts', 'import'],
  ] as const)('allows that %s has %s for an %s', (from, to, statement) => {
    expect(brokenRules(from, to, statement)).toEqual([]);
  });

  test('refuses a circle', () => {
    write('db/third.ts', "import { other } from './first.ts';\nexport const thing = other;\n");
    write('db/second.ts', "export { thing } from './third.ts';\n");
    write(
      'db/first.ts',
      "import { thing } from './second.ts';\nexport const other = () => thing;\n",
    );
    expect(violations()).toContain('no-cycles');
  });
});
