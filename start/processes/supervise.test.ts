import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { startTimeOf } from './process-table.ts';
import { nodeProcess } from './process-kinds.ts';
import { supervise, type ProcessSpec, type Supervised } from './supervise.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-supervise-'));
const running: Supervised[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => child.stop()));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function child(mode: string): ProcessSpec {
  return nodeProcess({
    name: 'child',
    module: new URL('./fixtures/child.ts', import.meta.url),
    environment: { ...process.env, CHILD_MODE: mode },
    logFile: join(folder, `${mode}.log`),
    marker: `--atelier-data=${folder}`,
  });
}

async function start(spec: ProcessSpec, lines: string[] = []) {
  let restarted: () => void = () => undefined;
  const supervised = await supervise(spec, {
    say: (line) => lines.push(line),
    onRestarted: () => {
      restarted();
    },
  });
  running.push(supervised);
  const nextRestart = () =>
    new Promise<void>((resolve) => {
      restarted = resolve;
    });
  return { supervised, nextRestart };
}

describe('a supervised process', () => {
  test('is started again whenever it is killed, under another pid', async () => {
    const lines: string[] = [];
    const { supervised, nextRestart } = await start(child('good'), lines);
    const pids = [supervised.pid()];
    for (let round = 0; round < 2; round += 1) {
      const restarted = nextRestart();
      process.kill(supervised.pid(), 'SIGKILL');
      await restarted;
      pids.push(supervised.pid());
    }
    expect(new Set(pids).size).toBe(3);
    expect(lines).toEqual([
      'child ended (SIGKILL); starting it again in 0.2 s',
      'child ended (SIGKILL); starting it again in 0.4 s',
    ]);
  });

  test('that cannot start the first time gives its last words and is not tried again', async () => {
    await expect(start(child('broken'))).rejects.toThrow(
      'child did not start: the disk is made of cheese',
    );
  });

  test('is gone once stop has answered, and stays gone', async () => {
    const { supervised } = await start(child('good'));
    const pid = supervised.pid();
    await supervised.stop();
    expect(startTimeOf(pid)).toBeNull();
    expect(supervised.pid()).toBe(pid);
  });

  test('that ignores the signal is killed when its grace is over', async () => {
    const { supervised } = await start({ ...child('stubborn'), stopGraceMs: 200 });
    await supervised.stop();
    expect(startTimeOf(supervised.pid())).toBeNull();
  });

  test('that is stopped (SIGSTOP) can be ended too', async () => {
    const { supervised } = await start(child('good'));
    process.kill(supervised.pid(), 'SIGSTOP');
    await supervised.stop();
    expect(startTimeOf(supervised.pid())).toBeNull();
  });

  test('whose program is missing fails the start instead of hanging it', async () => {
    const { spawn } = await import('node:child_process');
    const missing: ProcessSpec = {
      ...child('good'),
      launch: () => spawn(join(folder, 'nothing-here')).on('error', () => undefined),
      lastWords: () => '',
    };
    await expect(start(missing)).rejects.toThrow(/^child did not start/);
  });

  test('that is given up while its answer is awaited ends at once, and so does one that dies', async () => {
    const silent: ProcessSpec = { ...child('good'), answers: () => new Promise(() => undefined) };
    const givenUp = new AbortController();
    const watch = { say: () => undefined, onRestarted: () => undefined, signal: givenUp.signal };
    const launch = supervise(silent, watch);
    givenUp.abort();
    await expect(launch).rejects.toThrow('child did not start: it was stopped');
    await expect(start({ ...silent, launch: child('broken').launch })).rejects.toThrow(
      /^child did not start/,
    );
  });
});
