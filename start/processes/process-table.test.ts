import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ownHelpers, processesRunning } from './process-table.ts';

const argument = `/data/of/${process.pid}/temporal.db`;
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

/** A process that waits, with the program's name and the arguments. */
async function running(program: string, ...args: string[]): Promise<number> {
  const waiting = ['-e', 'setInterval(() => undefined, 60_000)', '--', ...args];
  const child = spawn(process.execPath, waiting, { argv0: program, stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  return child.pid ?? 0;
}

describe('processes that are recognised by their command line', () => {
  test('are those of the program that carry the argument, wherever the program lies', async () => {
    const pids = [await running('temporal', argument), await running('/some/temporal', argument)];
    expect(processesRunning('temporal', argument).sort()).toEqual(pids.sort());
  });

  test('are not those of another program, nor of a longer argument', async () => {
    await running('sqlite3', argument);
    await running('/home/temporal/sqlite3', argument);
    await running('temporal', `${argument}-wal`);
    expect(processesRunning('temporal', argument)).toEqual([]);
  });
});

describe('the helpers of a process', () => {
  /** A process that starts another one and says its pid. */
  async function withChild(detached: boolean): Promise<[pid: number, childPid: number]> {
    const waiting = 'setInterval(() => undefined, 60_000)';
    const script = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', ${JSON.stringify(waiting)}]);
      process.on('SIGTERM', () => { child.kill('SIGKILL'); process.exit(); });
      child.once('spawn', () => process.stdout.write(String(child.pid)));`;
    const child = spawn(process.execPath, ['-e', script], {
      detached,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    parents.push(child);
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    return [child.pid ?? 0, Number(text.toString())];
  }
  const parents: ChildProcess[] = [];
  afterEach(async () => {
    for (const parent of parents.splice(0)) {
      parent.kill('SIGTERM');
      await once(parent, 'close');
    }
  });

  test('are its children and theirs, those of supervised ones excepted', async () => {
    const own = await withChild(false);
    const supervised = await withChild(true);
    const found = ownHelpers();
    expect(found).toEqual(expect.arrayContaining(own));
    for (const pid of supervised) expect(found).not.toContain(pid);
  });
});
