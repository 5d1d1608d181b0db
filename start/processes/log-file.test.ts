import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { keepLines } from './log-file.ts';
import { nodeProcess } from './process-kinds.ts';
import { supervise } from './supervise.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-log-'));
  file = join(folder, 'child.log');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const oldestFirst = () => readdirSync(folder).sort().reverse();
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const everything = () => oldestFirst().map(textOf).join('');

async function written(chunks: string[], limits: { bytesMax: number; kept: number }) {
  const stream = new PassThrough();
  keepLines(stream, file, limits);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await once(stream, 'close');
}

describe('a log file', () => {
  test.each([1, 7, 64, 1000])(
    'is rotated by size without losing or splitting a line that comes %i bytes at a time',
    async (step) => {
      const lines = Array.from(
        { length: 60 },
        (_, at) => `{"line":${at},"é":"${'x'.repeat(at)}"}\n`,
      );
      const bytes = Buffer.from(lines.join(''));
      const stream = new PassThrough();
      keepLines(stream, file, { bytesMax: 500, kept: 20 });
      for (let at = 0; at < bytes.length; at += step) stream.write(bytes.subarray(at, at + step));
      stream.end();
      await once(stream, 'close');
      expect(everything()).toBe(lines.join(''));
      for (const name of oldestFirst()) expect(textOf(name)).toMatch(/^\{[^]*\}\n$/);
      if (step < 500) {
        expect(oldestFirst().length).toBeGreaterThan(5);
        for (const name of oldestFirst())
          expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(500);
      }
    },
  );

  test('of which only a few are kept', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at}\n`);
    await written(lines, { bytesMax: 30, kept: 2 });
    expect(oldestFirst()).toEqual(['child.log.2', 'child.log.1', 'child.log']);
    expect(everything().endsWith('line 28\nline 29\n')).toBe(true);
  });

  test('is only its owner’s, and holds the last words too that no newline ends', async () => {
    await written(['one\n', 'out of mem', 'ory'], { bytesMax: 100, kept: 2 });
    expect(everything()).toBe('one\nout of memory');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is taken up again after somebody has moved it away', async () => {
    const stream = new PassThrough();
    const limits = { bytesMax: 100, kept: 1 };
    keepLines(stream, file, limits);
    stream.write('one\n');
    rmSync(file);
    stream.end('two\n');
    await once(stream, 'close');
    expect(everything()).toBe('two\n');
  });
});

test('a child that writes much, on both of its streams, has every line in files of the size that is allowed', async () => {
  const count = 2_000;
  const spec = nodeProcess({
    name: 'child',
    module: new URL('./fixtures/child.ts', import.meta.url),
    environment: { ...process.env, CHILD_MODE: 'talkative', LINES: String(count) },
    logFile: file,
    logLimits: { bytesMax: 20_000, kept: 100 },
    marker: `--atelier-data=${folder}`,
  });
  const child = await supervise(spec, { say: () => undefined, onRestarted: () => undefined });
  while (everything().split('\n').length <= 2 * count) await delay(20);
  await child.stop();
  const all = everything().trimEnd().split('\n');
  for (const stream of ['out', 'err']) {
    const own = all.filter((line) => line.startsWith(stream));
    expect(own).toEqual(
      Array.from({ length: count }, (_, at) => `${stream} ${at} ${'é'.repeat(20)}`),
    );
  }
  // How much a pipe hands over at once is the machine’s affair.
  expect(oldestFirst().length).toBeGreaterThan(1);
});
