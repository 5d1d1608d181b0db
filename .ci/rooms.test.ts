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
    ['domain/ids.ts', 'operations/crop.ts', 'domain-imports-nothing'],
    ['operations/crop.ts', 'db/client.ts', 'operations-import-domain-only'],
    ['clients/client.ts', 'domain/ids.ts', 'clients-import-nothing-of-ours'],
    ['db/client.ts', 'api/routes.ts', 'db-and-storage-import-nothing-above'],
    ['storage/disk.ts', 'db/client.ts', 'db-and-storage-are-strangers'],
    ['db/client.ts', 'storage/disk.ts', 'db-does-not-know-storage'],
    ['media/outputs.ts', 'activities/jobs/saga.ts', 'media-imports-storage-and-db'],
    ['activities/jobs/saga.ts', 'api/routes.ts', 'activities-import-operations-db-storage-media'],
    ['workflows/run-job.ts', 'activities/jobs/saga.ts', 'workflows-import-types-and-domain'],
    ['api/routes.ts', 'workflows/run-job.ts', 'api-imports-workflow-types-and-names'],
    [
      'web/root.tsx',
      'api/pages/page-api.ts',
      'web-imports-types-of-api-and-values-of-operations-and-domain',
    ],
    ['api/routes.ts', 'simulators/vendor.ts', 'simulators-and-bench-are-leaves'],
    ['media/outputs.ts', 'env.ts', 'only-roots-read-env'],
  ])('refuses that %s imports %s', (from, to, rule) => {
    expect(brokenRules(from, to, 'import')).toContain(rule);
  });

  test.each([
    ['web/root.tsx', 'api/pages/page-api.ts', 'import type'],
    ['workflows/run-job.ts', 'activities/jobs/saga.ts', 'import type'],
    ['api/routes.ts', 'workflows/job-start.ts', 'import'],
    ['workflows/run-job.ts', 'domain/failures.ts', 'import'],
    ['web/root.tsx', 'domain/limits.ts', 'import'],
    ['api/server.ts', 'env.ts', 'import'],
    ['activities/jobs/saga.ts', 'media/outputs.ts', 'import'],
  ] as const)('allows that %s has %s for an %s', (from, to, statement) => {
    expect(brokenRules(from, to, statement)).toEqual([]);
  });

  test('refuses that the domain imports a package or a part of Node', () => {
    write(
      'domain/ids.ts',
      "import { randomUUID } from 'node:crypto';\nexport const id = randomUUID();\n",
    );
    expect(violations()).toContain('domain-imports-nothing');
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
