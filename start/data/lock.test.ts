import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { livingHolder, takeLock } from './lock.ts';
import { startTimeOf } from '../processes/process-table.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-lock-'));
  file = join(folder, 'lock.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function heldBy(pid: number, startTime: string, stopping = false): void {
  writeFileSync(file, JSON.stringify({ pid, startTime, stopping }));
}

async function take() {
  const lock = await takeLock(file);
  if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy}`);
  return lock;
}

describe('the lock of a data folder', () => {
  test('is free again once released', async () => {
    const first = await take();
    expect(livingHolder(file)?.pid).toBe(process.pid);
    first.release();
    const second = await take();
    second.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('names the living process that holds it', async () => {
    heldBy(process.ppid, startTimeOf(process.ppid) ?? '');
    expect(await takeLock(file)).toEqual({ heldBy: process.ppid });
  });

  test('of a dead process is taken over', async () => {
    heldBy(2 ** 22 + 1, '1');
    (await take()).release();
  });

  test('of a pid that another process has now is taken over', async () => {
    heldBy(process.ppid, 'an earlier time');
    (await take()).release();
  });

  test('that is no JSON is taken over', async () => {
    writeFileSync(file, '{"pid":');
    (await take()).release();
  });

  test('of a stopping process is waited for', async () => {
    heldBy(process.ppid, startTimeOf(process.ppid) ?? '', true);
    const taken = take();
    rmSync(file);
    (await taken).release();
  });

  test('goes to exactly one of many who find a dead one at once', async () => {
    heldBy(2 ** 22 + 1, '1');
    const answers = await Promise.all(Array.from({ length: 8 }, () => takeLock(file)));
    expect(answers.filter((answer) => 'release' in answer)).toHaveLength(1);
  });
});
