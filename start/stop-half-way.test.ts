import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDataFolder, type DataFolder } from './data/data-folder.ts';
import { endOrphans, ownMarker } from './processes/orphans.ts';
import { usualOrFreePort } from './processes/ports.ts';
import { processesRunning } from './processes/process-table.ts';

const root = join(import.meta.dirname, '..');
let folder: string;
let data: DataFolder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-half-way-'));
  // PostgreSQL's account has to reach its cluster, and the password file of `initdb`.
  chmodSync(folder, 0o777);
  data = openDataFolder(join(folder, 'data'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const making = () => processesRunning('initdb', `--pgdata=${data.postgres}.new`);
const workflows = () => processesRunning('temporal', data.temporal);
const database = () => processesRunning('postgres', data.postgres);
const own = () => processesRunning('node', ownMarker(data));

describe('a start that is stopped half-way', () => {
  test.each([
    ['the database is being made', making],
    ['Temporal starts', workflows],
    ['the database starts', database],
    ['worker and API start', own],
  ])('leaves nothing behind within 15 s: while %s', async (_moment, sight) => {
    const child = spawn(process.execPath, [join(root, 'start.ts')], {
      env: {
        ...process.env,
        PORT: String(await usualOrFreePort(0)),
        ATELIER_DATA: data.root,
        TMPDIR: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (sight().length === 0) {
      if (child.exitCode !== null) throw new Error(`it ended before that:\n${said}`);
      await delay(5);
    }
    const closed = once(child, 'close');
    const askedAt = performance.now();
    child.kill('SIGTERM');
    await closed;
    const seconds = (performance.now() - askedAt) / 1000;
    expect([making, workflows, database, own].flatMap((look) => look())).toEqual([]);
    expect([child.exitCode, seconds < 15]).toEqual([0, true]);
    expect(said).not.toContain('Error');
    expect(existsSync(data.lock)).toBe(false);
    expect(readdirSync(folder)).toEqual(['data']);
    expect(await endOrphans(data)).toBe(0);
  });
});
