import { readEnv, type Env } from './env.ts';
import { openDataFolder, type DataFolder } from './start/data/data-folder.ts';
import type { Demo } from './start/demo.ts';
import { createInstance } from './start/instance.ts';
import { lastWords } from './start/last-words.ts';
import { takeLock, type Lock } from './start/data/lock.ts';
import { endOrphans } from './start/processes/orphans.ts';
import { freePort } from './start/processes/ports.ts';
import { launchers } from './start/processes/process-table.ts';
import { createTerminal, type Terminal } from './start/terminal.ts';

const launcherLookMs = 250;

/** `npm start`: everything embedded, one terminal, until Ctrl-C. */
async function main(): Promise<number> {
  const terminal = createTerminal((text) => process.stdout.write(text));
  const env = readEnv(process.env);
  const data = openDataFolder(env.ATELIER_DATA);
  const lock = await takeLock(data.lock);
  if ('heldBy' in lock) {
    terminal.say(
      `Atelier already runs on ${data.root} (process ${lock.heldBy}). Set ATELIER_DATA and PORT to run another.`,
    );
    return 1;
  }
  try {
    return await runInstance(env, data, lock, terminal);
  } finally {
    lock.release();
  }
}

async function runInstance(
  env: Env,
  data: DataFolder,
  lock: Lock,
  terminal: Terminal,
): Promise<number> {
  const orphans = await endOrphans(data);
  if (orphans > 0)
    terminal.say(`Ended ${orphans} processes that an earlier start had left behind.`);
  if ((await freePort(env.PORT, env.HOST)) === null) {
    terminal.say(
      `Port ${env.PORT} is taken on ${env.HOST}: set PORT to a free one, for example PORT=${env.PORT + 1} npm start`,
    );
    return 1;
  }

  terminal.say(`Atelier on ${data.root}`);
  const instance = createInstance(env, data, terminal);
  const asked = askedToStop();
  let code = 0;
  try {
    const stopped = Symbol('stopped');
    const started = await Promise.race([instance.start(), asked.then(() => stopped)]);
    if (typeof started === 'object') {
      terminal.say(summary(started, data));
      await asked;
    }
  } catch (error) {
    terminal.say(messageOf(error));
    code = 1;
  }
  lock.announceStop();
  const startedAt = performance.now();
  terminal.say('Stopping');
  await instance.stop();
  terminal.say(`Stopped in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return code;
}

/** Resolves on Ctrl-C, SIGTERM, a closed terminal, or when the npm that launched us was killed. */
async function askedToStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
    if (process.env.npm_lifecycle_event === 'start') {
      const before = launchers();
      setInterval(() => {
        if (launchers() !== before) resolve();
      }, launcherLookMs).unref();
    }
  });
}

function summary(demo: Demo, data: DataFolder): string {
  const rows = [
    ['Studio', demo.url],
    ['Sign in', `${demo.email}  ${demo.password}`],
    ['API key', demo.apiKey],
    ['Temporal UI', demo.temporalUi ?? 'TEMPORAL_UI_URL is not set'],
    ['Data', `${data.root} (the above in demo.json, logs in logs/)`],
  ];
  const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(14)}${value}`);
  const seconds = (performance.now() / 1000).toFixed(1);
  return [`Ready in ${seconds} s. Ctrl-C stops everything.`, '', ...lines, ''].join('\n');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${lastWords(error)}\n`);
  return 1;
});
process.exit();
