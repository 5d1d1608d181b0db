import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { Demo } from './demo.ts';
import { ofNode, ofTheMachine, readers } from './processes/environments.ts';
import { usualOrFreePort } from './processes/ports.ts';
import { startTimeOf } from './processes/process-table.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'atelier-start-'));
const data = join(folder, 'data');
const demoFile = join(data, 'demo.json');
let port: number;
let atelier: Run;

interface Run {
  child: ChildProcess;
  output: () => string;
}

function run(script: string, args: string[] = [], environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    env: { ...process.env, PORT: String(port), ATELIER_DATA: data, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  return { child, output: () => text };
}

async function exitOf({ child }: Run): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

const demo = (): Demo => JSON.parse(readFileSync(demoFile, 'utf8')) as Demo;

async function startAtelier(): Promise<Demo> {
  rmSync(demoFile, { force: true });
  const secrets = canaries.map((name) => [
    name,
    name.endsWith('URL') ? 'postgres://canary' : 'canary',
  ]);
  atelier = run('start.ts', [], Object.fromEntries(secrets) as Record<string, string>);
  while (!existsSync(demoFile) || !atelier.output().includes('Ready in')) {
    if (atelier.child.exitCode !== null) throw new Error(`it did not start:\n${atelier.output()}`);
    await delay(100);
  }
  return demo();
}

const alive = (pids: Demo['pids']) =>
  Object.entries(pids)
    .filter(([, pid]) => startTimeOf(pid) !== null)
    .map(([name]) => name);

/** Secrets that somebody's shell may hold, ours among them: nothing that we start is to see one that it does not use. */
const canaries = [
  ...[
    'REPLICATE_API_TOKEN',
    'FAL_KEY',
    'OPENAI_API_KEY',
    'STRIPE_SECRET_KEY',
    'STRIPE_WEBHOOK_SECRET',
  ],
  ...[
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'NPM_TOKEN',
    'SMTP_URL',
    'PGPASSWORD',
    'TEMPORAL_API_KEY',
  ],
  ...['npm_config_registry', 'DATABASE_OWNER_URL'],
];

function environmentOf(pid: number): Record<string, string> {
  const pairs = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)) as [string, string][],
  );
}

/** How long the running instance says that its start took. */
const secondsToStart = () => Number(/Ready in (\d+\.\d) s/.exec(atelier.output())?.[1]);

async function balance({ url, apiKey }: Demo): Promise<unknown> {
  const answer = await fetch(`${url}/v1/credits/balance`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  return answer.json();
}

beforeAll(async () => {
  port = await usualOrFreePort(0);
  await startAtelier();
});

afterAll(async () => {
  atelier.child.kill('SIGTERM');
  await exitOf(atelier);
  rmSync(folder, { recursive: true });
});

describe('npm start', () => {
  test('ends with a demo.json that leads to everything and that only its owner may read', async () => {
    const facts = demo();
    expect(statSync(demoFile).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(facts).toMatchObject({ url: `http://localhost:${port}`, temporalNamespace: 'atelier' });
    expect(facts.organization).toMatch(/^org_/);
    expect(alive(facts.pids)).toEqual(['api', 'worker', 'postgres', 'temporal']);
    expect(await balance(facts)).toMatchObject({ available: 100, held: 0 });
  });

  test('prints address, account and key, and how long it took', () => {
    const facts = demo();
    for (const text of [
      facts.url,
      facts.email,
      facts.password,
      facts.apiKey,
      facts.temporalUi ?? '',
    ]) {
      expect(atelier.output()).toContain(text);
    }
    expect(secondsToStart()).toBeGreaterThan(0);
  });

  test('keeps every file of every part to its owner', async () => {
    const { url, apiKey } = demo();
    const picture = await sharp({
      create: { width: 64, height: 64, channels: 3, background: 'red' },
    })
      .png()
      .toBuffer();
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'a.png');
    const headers = { authorization: `Bearer ${apiKey}` };
    expect((await fetch(`${url}/v1/assets`, { method: 'POST', headers, body })).status).toBe(201);

    const all = readdirSync(data, { recursive: true, encoding: 'utf8' });
    for (const part of ['temporal.db', 'storage/objects', 'postgres', 'logs/api.log'])
      expect(all).toContain(part);
    const open = all
      // Copied for PostgreSQL's account where it cannot reach ours; everybody may have them.
      .filter((name) => !name.startsWith('postgres-programs'))
      .map((name) => ({ name, stat: lstatSync(join(data, name), { throwIfNoEntry: false }) }))
      .filter(({ stat }) => stat && !stat.isSymbolicLink() && (stat.mode & 0o077) !== 0)
      .map(({ name }) => name);
    expect(open).toEqual([]);
    // PostgreSQL's own account has to walk through, and must not list.
    expect(statSync(data).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
  });

  test.each(['api', 'worker', 'postgres', 'temporal'] as const)(
    'tells %s what it uses of the environment, and nothing else',
    (name) => {
      const { [name]: pid = 0 } = demo().pids;
      const told = environmentOf(pid);
      const isOwn = name === 'api' || name === 'worker';
      const used = Object.entries(readers).flatMap(([variable, who]) =>
        isOwn && who.includes(name) ? [variable] : [],
      );
      const known = [
        ...[...ofTheMachine, ...(isOwn ? [...ofNode, ...used] : [])],
        // Of Node's channel to us and of what shells add.
        ...['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'NODE_ENV', 'NODE_COMPILE_CACHE'],
        ...['PWD', 'SHLVL', '_', 'OLDPWD'],
      ];
      expect(Object.keys(told).filter((variable) => !known.includes(variable))).toEqual([]);
      expect(Object.entries(told).filter(([, value]) => value.includes('canary'))).toEqual([]);
      expect('AUTH_SECRET' in told).toBe(name === 'api');
      if (name === 'api') expect(told).toMatchObject({ SIGN_UP: 'invite', TRUSTED_PROXIES: '' });
    },
  );

  test('refuses a second instance on the same data', async () => {
    const second = run('start.ts', [], { PORT: String(await usualOrFreePort(0)) });
    expect(await exitOf(second)).toBe(1);
    expect(second.output()).toMatch(/already runs on .*ATELIER_DATA and PORT/);
  });

  test('names a taken HTTP port and the variable that changes it', async () => {
    const other = run('start.ts', [], { ATELIER_DATA: join(folder, 'other') });
    expect(await exitOf(other)).toBe(1);
    expect(other.output()).toContain(`Port ${port} is taken`);
    expect(other.output()).toContain('set PORT');
  });

  test('stops with one line that names a wrong variable', async () => {
    const wrong = run('start.ts', [], { TEMPORAL_ADDRESS: 'nowhere' });
    expect(await exitOf(wrong)).toBe(1);
    expect(wrong.output().trim()).toBe(
      'TEMPORAL_ADDRESS is wrong: it must be host:port, for example localhost:7233',
    );
  });

  test('is not wiped while it runs', async () => {
    const reset = run('start/reset.ts', ['--yes']);
    expect(await exitOf(reset)).toBe(1);
    expect(reset.output()).toContain('stop it first');
    expect(existsSync(demoFile)).toBe(true);
  });

  test.each(['worker', 'api', 'postgres', 'temporal'] as const)(
    'starts a killed %s again and says its new pid',
    async (name) => {
      const { pids } = demo();
      process.kill(pids[name] ?? 0, 'SIGKILL');
      while (demo().pids[name] === pids[name]) await delay(50);
      expect(alive(demo().pids)).toHaveLength(4);
      expect(await balance(demo())).toMatchObject({ available: 100 });
    },
  );

  test('takes everything up again after its parent was killed, and runs nothing twice', async () => {
    const before = demo();
    // A stopped worker cannot notice that its parent is gone: the next start has to end it.
    process.kill(before.pids.worker ?? 0, 'SIGSTOP');
    atelier.child.kill('SIGKILL');
    await exitOf(atelier);
    const after = await startAtelier();
    expect(alive(before.pids)).toEqual([]);
    expect(after).toMatchObject({ apiKey: before.apiKey, organization: before.organization });
    expect(await balance(after)).toMatchObject({ available: 100 });
    // Five seconds on an idle machine with two cores; the bound leaves room for a busy one.
    expect(secondsToStart()).toBeLessThan(20);
  });

  test('takes everything up again after all of it was killed at once', async () => {
    const before = demo();
    for (const pid of [atelier.child.pid, ...Object.values(before.pids)]) {
      process.kill(pid ?? 0, 'SIGKILL');
    }
    await exitOf(atelier);
    const after = await startAtelier();
    expect(alive(after.pids)).toHaveLength(4);
    expect(after).toMatchObject({ apiKey: before.apiKey, organization: before.organization });
    expect(await balance(after)).toMatchObject({ available: 100 });
    expect(secondsToStart()).toBeLessThan(20);
  });

  test('stops everything in order within 15 s when it is asked to', async () => {
    const { pids } = demo();
    const startedAt = performance.now();
    atelier.child.kill('SIGINT');
    expect(await exitOf(atelier)).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(alive(pids)).toEqual([]);
    expect(existsSync(join(data, 'lock.json'))).toBe(false);
  });

  test('is wiped by reset once it is stopped', async () => {
    expect(await exitOf(run('start/reset.ts', ['--yes']))).toBe(0);
    expect(existsSync(data)).toBe(false);
  });
});
