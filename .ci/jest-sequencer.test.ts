import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import LongestFirst from './jest-sequencer.ts';

type Tests = Parameters<LongestFirst['sort']>[0];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-order-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const context = {
  config: { cache: false },
  hasteFS: { getSize: (path: string) => statSync(path).size },
};

async function sorted(files: Record<string, string>): Promise<string[]> {
  const tests = Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return { path, context };
  });
  const order = await new LongestFirst({} as never).sort(tests as unknown as Tests);
  return order.map(({ path }) => path.slice(folder.length + 1));
}

test('runs first what starts most, and the larger of two files that start the same', async () => {
  const order = await sorted({
    'sum.test.ts': 'expect(1 + 1).toBe(2);',
    'reserve.test.ts': 'createTestDatabase();',
    'page.test.ts': "import { openStudio } from './signed-in.ts';",
    'crash.test.ts': "import { crashPoints } from '../crash-points.ts';",
    'rig.test.ts': 'beforeAll(ensureBundle);',
  });
  expect(order).toEqual([
    'crash.test.ts',
    'rig.test.ts',
    'page.test.ts',
    'sum.test.ts',
    'reserve.test.ts',
  ]);
});
