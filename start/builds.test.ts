import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildWhenStale } from './builds.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'atelier-builds-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

test('a build that was cut short is made again, also from the sources of the last whole one', async () => {
  let cutShort = false;
  const build = async (source: string) => {
    writeFileSync(join(root, 'source.ts'), source);
    const make = () => (cutShort ? Promise.reject(new Error('cut short')) : Promise.resolve());
    return buildWhenStale(
      { name: 'pages', sources: ['*.ts'], make },
      root,
      new AbortController().signal,
    );
  };
  expect(await build('first')).toBe(true);
  expect(await build('first')).toBe(false);
  cutShort = true;
  await expect(build('second')).rejects.toThrow('cut short');
  cutShort = false;
  expect(await build('first')).toBe(true);
});
