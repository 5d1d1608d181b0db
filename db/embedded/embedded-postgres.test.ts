import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { usualOrFreePort } from '../../start/processes/ports.ts';
import { preparePostgres, type PostgresProgram } from './embedded-postgres.ts';

const isRoot = process.getuid?.() === 0;
let top: string;
let port: number;

beforeEach(async () => {
  top = mkdtempSync(join(tmpdir(), 'atelier-cluster-'));
  chmodSync(top, 0o755);
  port = await usualOrFreePort(0);
});
afterEach(() => {
  rmSync(top, { recursive: true });
});

function prepare(folder: string): Promise<PostgresProgram> {
  const systemFolder = join(top, 'system');
  return preparePostgres({
    folder,
    port,
    password: 'of the superuser',
    durable: false,
    systemFolder,
  });
}

async function whileRunning<T>(program: PostgresProgram, work: () => Promise<T>): Promise<T> {
  const server = spawn(program.command, program.args, { ...program.options, stdio: 'ignore' });
  try {
    while (!(await program.answers())) {
      if (server.exitCode !== null) throw new Error(`ended with ${server.exitCode}`);
      await delay(50);
    }
    return await work();
  } finally {
    server.kill(program.stopSignal);
    if (server.exitCode === null) await once(server, 'exit');
  }
}

async function query(program: PostgresProgram, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: program.adminUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  test('keeps what was written over a stop, and refuses a wrong password', async () => {
    const folder = join(top, 'data/postgres');
    const first = await prepare(folder);
    await whileRunning(first, () => query(first, 'create table kept as select 1 as one'));
    const second = await prepare(folder);
    await whileRunning(second, async () => {
      expect(await query(second, 'select * from kept')).toEqual([{ one: 1 }]);
      const stranger = { ...second, adminUrl: second.adminUrl.replace('superuser', 'visitor') };
      await expect(query(stranger, 'select 1')).rejects.toThrow(/password authentication failed/);
    });
  });

  test('refuses a cluster of another major version instead of breaking it', async () => {
    const folder = join(top, 'data/postgres');
    const { location } = await prepare(folder);
    writeFileSync(join(location, 'PG_VERSION'), '17\n');
    await expect(prepare(folder)).rejects.toThrow(
      /holds a PostgreSQL 17 cluster; this Atelier runs 18/,
    );
  });

  test(
    isRoot
      ? 'runs as an unprivileged user, in a place it can reach when the data folder is hidden from it'
      : 'runs as ourselves, in the data folder even when that is private',
    async () => {
      const home = join(top, 'home');
      mkdirSync(home, { mode: 0o700 });
      const folder = join(home, 'data/postgres');
      const program = await prepare(folder);
      await whileRunning(program, () => query(program, 'create table kept as select 1 as one'));

      expect(realpathSync(folder)).toBe(program.location);
      expect(statSync(home).mode & 0o777).toBe(0o700);
      expect(lstatSync(folder).isSymbolicLink()).toBe(isRoot);
      expect(statSync(program.location).uid === 0).toBe(false);
      expect(program.location.startsWith(join(top, isRoot ? 'system/data-' : 'home/data'))).toBe(
        true,
      );

      const again = await prepare(folder);
      expect(again.location).toBe(program.location);
      await whileRunning(again, async () => {
        expect(await query(again, 'select * from kept')).toEqual([{ one: 1 }]);
      });
    },
  );
});
