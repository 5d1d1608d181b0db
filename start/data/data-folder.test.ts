import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { markName } from './data-folder.ts';

const root = join(import.meta.dirname, '../..');
const all = realpathSync(mkdtempSync(join(tmpdir(), 'atelier-folders-')));
let holder: Server;
let takenPort: number;
let folder: string;

// A start that finds its port taken has accepted its folder, and is over at once.
beforeAll(async () => {
  holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  takenPort = (holder.address() as AddressInfo).port;
});
afterAll(() => {
  holder.close();
  rmSync(all, { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(all, 'data-'));
});

async function run(
  script: string,
  args: string[] = [],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    env: { ...process.env, PORT: String(takenPort), ATELIER_DATA: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, said };
}

const start = () => run('start.ts');
const reset = () => run('start/reset.ts', ['--yes']);

describe('a folder that an instance is to be started on', () => {
  test('is closed to other accounts where an earlier release left it open', async () => {
    writeFileSync(join(folder, markName), '');
    writeFileSync(join(folder, 'temporal.db'), '', { mode: 0o644 });
    mkdirSync(join(folder, 'storage'), { mode: 0o755 });
    await start();
    const open = readdirSync(folder).filter((name) => {
      return (statSync(join(folder, name)).mode & 0o077) !== 0;
    });
    expect(open).toEqual([]);
  });

  test.each([
    ['files of somebody', 'letter.txt', 'dear all'],
    ["somebody else's secrets", 'secrets.json', '{"token":"t"}'],
    ['a lock of another program', 'lock.json', '{}'],
  ])('is refused with one line when it holds %s, and left as it is', async (_what, name, text) => {
    writeFileSync(join(folder, name), text);
    expect(await start()).toEqual({
      code: 1,
      said: `${folder} holds files that are not Atelier's: set ATELIER_DATA to an empty folder or to one that does not exist yet.\n`,
    });
    expect(await reset()).toEqual({
      code: 1,
      said: `${folder} is no data folder of Atelier: not wiped. Set ATELIER_DATA to the one you mean.\n`,
    });
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });

  test('is refused with one line when it is a file', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'dear all');
    const { code, said } = await start();
    expect([code, said.split('\n').length]).toEqual([1, 2]);
    expect(said).toContain(`${folder} cannot be used (ENOTDIR`);
    expect(said).toContain('set ATELIER_DATA to');
    expect(readFileSync(folder, 'utf8')).toBe('dear all');
  });

  test('is refused with one line that names the target when it is a link to nothing', async () => {
    rmSync(folder, { recursive: true });
    symlinkSync(`${folder}-unmounted`, folder);
    expect(await start()).toEqual({
      code: 1,
      said: `${folder} is a link to ${folder}-unmounted, which is not there (is its disk mounted?): set ATELIER_DATA to an empty folder or to one that does not exist yet.\n`,
    });
    expect(readdirSync(all)).not.toContain(`${basename(folder)}-unmounted`);
  });

  test('may be a link, which still leads to a folder after a reset', async () => {
    const target = `${folder}-target`;
    renameSync(folder, target);
    symlinkSync(target, folder);
    writeFileSync(join(target, markName), '');
    mkdirSync(join(target, 'storage'));
    expect(await reset()).toEqual({ code: 0, said: `Wiped ${target}.\n` });
    expect(readdirSync(folder)).toEqual([]);
    expect((await start()).said).toContain('is taken');
  });

  test('is wiped without the database when that is away, which is said', async () => {
    writeFileSync(join(folder, markName), '');
    symlinkSync(`${folder}-unmounted`, join(folder, 'postgres'));
    expect(await reset()).toEqual({
      code: 0,
      said: `Wiped ${folder}.\nNot wiped, because it is not there: the database in ${folder}-unmounted.\n`,
    });
    expect(existsSync(folder)).toBe(false);
  });

  test('may be empty, missing, or a fresh disk', async () => {
    expect((await start()).said).toContain('is taken');
    rmSync(folder, { recursive: true });
    expect((await start()).said).toContain('is taken');
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, 'lost+found'), { recursive: true });
    expect((await start()).said).toContain('is taken');
  });

  test('of an earlier release is closed to others, the folder that PostgreSQL has to reach excepted', async () => {
    writeFileSync(join(folder, markName), '', { mode: 0o644 });
    writeFileSync(join(folder, 'temporal.db'), '', { mode: 0o644 });
    mkdirSync(join(folder, 'storage'), { mode: 0o755 });
    mkdirSync(join(folder, 'postgres-programs-18.4'), { mode: 0o755 });
    expect((await start()).said).toContain('is taken');
    const modeOf = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8);
    expect([markName, 'temporal.db', 'storage'].map(modeOf)).toEqual(['600', '600', '700']);
    expect(modeOf('postgres-programs-18.4')).toBe('755');
  });

  test('may be one whose first start was killed, whatever that had written', async () => {
    writeFileSync(join(folder, markName), '');
    writeFileSync(join(folder, 'lock.json'), '{"pid":');
    mkdirSync(join(folder, 'postgres.new'));
    expect((await start()).said).toContain('is taken');
    expect((await reset()).code).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });

  test('has the mark before all else', async () => {
    const child = spawn(process.execPath, [join(root, 'start.ts')], {
      env: { ...process.env, ATELIER_DATA: folder },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    let held: string[] = [];
    while (held.length === 0) {
      await new Promise(setImmediate);
      held = readdirSync(folder);
    }
    child.kill('SIGKILL');
    expect(held).toContain(markName);
    await ended;
    expect((await start()).said).toContain('is taken');
  });

  test('may be one from before there was a mark', async () => {
    const secrets = { demoApiKey: 'k', databaseAdmin: 'a' };
    writeFileSync(join(folder, 'secrets.json'), JSON.stringify(secrets));
    expect((await start()).said).toContain('is taken');
    expect((await reset()).code).toBe(0);
  });

  test('is not wiped when it is empty: nobody started anything there', async () => {
    expect((await reset()).code).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
  test('is let go with one line when HOST is wrong', async () => {
    expect(
      await run('start.ts', [], { HOST: '192.0.2.1', APP_ORIGIN: 'http://192.0.2.1' }),
    ).toEqual({
      code: 1,
      said: 'HOST is wrong: 192.0.2.1 is no address of this machine (EADDRNOTAVAIL). Set HOST to one that is, for example 127.0.0.1, or 0.0.0.0 for all\n',
    });
    expect(existsSync(join(folder, 'lock.json'))).toBe(false);
  });

  test('is let go with one line when it is opened to the network without the address that people type', async () => {
    const { code, said } = await run('start.ts', [], { HOST: '0.0.0.0' });
    expect([code, said]).toEqual([1, expect.stringMatching(/^APP_ORIGIN is missing: [^\n]*\n$/)]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is let go with one line when everybody is to sign up, for which there is no mailer', async () => {
    const { code, said } = await run('start.ts', [], { SIGN_UP: 'open' });
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/^SIGN_UP is wrong: [^\n]*mailer[^\n]*\n$/),
    ]);
  });

  test('is not wiped, with one line, when a variable is wrong', async () => {
    writeFileSync(join(folder, markName), '');
    expect(await run('start/reset.ts', ['--yes'], { TEMPORAL_ADDRESS: 'nowhere' })).toEqual({
      code: 1,
      said: 'TEMPORAL_ADDRESS is wrong: it must be host:port, for example localhost:7233\n',
    });
    expect(readdirSync(folder)).toEqual([markName]);
  });
});
